import type { FaultCondition, PolicyFault } from '../dialects/policy-json/model.ts';
import { type PolicyDocument, policyLoadErrors } from '../runtimes/containers/signature-policy.ts';
import { renameKey } from '../syntax/edit/index.ts';
import type { Fix, RuleContext, RuleFinding } from './rule.ts';

/**
 * Findings for the faults of a signature policy that make the target refuse it and have one of the conditions.
 * A suggestion becomes a fix: of the key where the key is at fault, else of the value.
 */
export function* faultFindings(
  context: RuleContext,
  conditions: readonly FaultCondition[],
  advice: string,
): Iterable<RuleFinding> {
  const document = context.document as PolicyDocument;
  for (const fault of policyLoadErrors(document, context.target)) {
    if (!conditions.includes(fault.condition)) continue;
    const { span, message, related, suggestion } = fault;
    yield {
      path: document.path,
      span,
      message,
      why: `${context.target.id} refuses the whole policy, and with it every image it would copy or run.`,
      advice: suggestion === undefined ? advice : `Did you mean ${suggestion}?`,
      fatal: true,
      related:
        related === undefined
          ? []
          : [{ origin: { path: document.path, span: related.span }, message: related.message }],
      fixes: suggestion === undefined ? [] : [fixOf(document, fault, suggestion)],
    };
  }
}

function fixOf(document: PolicyDocument, { condition, span, at }: PolicyFault, suggestion: string): Fix {
  const isKey = condition === 'E4' && at !== undefined;
  const edits = isKey
    ? renameKey(document.tree, at.entry, suggestion)
    : [{ span, newText: JSON.stringify(suggestion) }];
  return {
    title: `Write ${suggestion}`,
    safety: 'safe',
    edits: edits.map((edit) => ({ ...edit, path: document.path })),
  };
}
