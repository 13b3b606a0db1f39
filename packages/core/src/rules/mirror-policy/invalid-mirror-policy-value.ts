import type { MirrorPolicy, PolicyProblem } from '../../policy/model.ts';
import { closest } from '../../text/closest.ts';
import { at, type PolicyDocument, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Fix, Rule } from '../rule.ts';

export const invalidMirrorPolicyValue: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW703',
    name: 'invalid-mirror-policy-value',
    severity: 'error',
    summary: 'A value of the mirror policy is of a wrong type or not one of the choices.',
  }),
  check: function* ({ document }) {
    for (const problem of document.model.problems) {
      if (problem.kind !== 'wrong-type' && problem.kind !== 'bad-value') continue;
      const { message, span, suggestion } = problem;
      yield at(document, span, {
        message: suggestion === undefined ? message : `${message}; did you mean ${suggestion}?`,
        why: 'The value is not understood, and the files would be made without it.',
        advice: suggestion === undefined ? 'Write a value that the key takes.' : `Write ${suggestion}.`,
        fixes: replaceFix(document, problem),
      });
    }
  },
};

function replaceFix(document: PolicyDocument, { kind, span, suggestion }: PolicyProblem): readonly Fix[] {
  if (suggestion === undefined) return [];
  const isSure = kind === 'wrong-type' || closest(document.source.slice(span), [suggestion]) !== undefined;
  return policyFix(document, `Write ${suggestion}`, isSure ? 'safe' : 'review', [
    { span, newText: suggestion },
  ]);
}
