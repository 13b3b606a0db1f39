import type { MirrorPolicy } from '../../policy/model.ts';
import type { SyntaxProblem } from '../../syntax/tree.ts';
import { at, type PolicyDocument, policyFix, policyMeta, see } from '../mirror-policy.ts';
import type { Fix, Rule } from '../rule.ts';

export const mirrorPolicySyntax: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW701',
    name: 'mirror-policy-syntax',
    severity: 'error',
    summary: 'The mirror policy is not well-formed YAML.',
    cites: ['https://yaml.org/spec/1.2.2/'],
  }),
  check: ({ document }) =>
    document.tree.problems.map((problem) =>
      at(document, problem.span, {
        message: isWildcard(document, problem)
          ? `${document.source.slice(problem.span)} must be quoted`
          : problem.message,
        why: isWildcard(document, problem)
          ? 'In YAML an unquoted * refers to another part of the document.'
          : 'What cannot be read would silently be missing from the files: none are made.',
        advice: isWildcard(document, problem) ? 'Put the value in quotes.' : 'Correct the YAML.',
        fatal: true,
        related: problem.related === undefined ? [] : [see(document, problem.related, 'the first one')],
        fixes: quoteFix(document, problem),
      }),
    ),
};

function isWildcard({ source }: PolicyDocument, { id, span }: SyntaxProblem): boolean {
  return id === 'unknown-alias' && source.slice(span).startsWith('*.');
}

function quoteFix(document: PolicyDocument, problem: SyntaxProblem): readonly Fix[] {
  if (!isWildcard(document, problem)) return [];
  const newText = JSON.stringify(document.source.slice(problem.span));
  return policyFix(document, 'Quote the wildcard', 'safe', [{ span: problem.span, newText }]);
}
