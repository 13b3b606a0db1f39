import { setField } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { at, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const missingMirrorPolicyValue: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW704',
    name: 'missing-mirror-policy-value',
    severity: 'error',
    summary: 'The mirror policy lacks a value that it cannot do without.',
  }),
  check: function* ({ document }) {
    for (const { kind, field, message, span } of document.model.problems) {
      if (kind !== 'missing') continue;
      const isVersion = field === 'version';
      yield at(document, span, {
        message,
        why: isVersion
          ? 'The version says how the document is to be read.'
          : 'Without it there is nothing to make, and the entry is left out.',
        advice: isVersion ? 'Write version: 1.' : `Add ${field.slice(field.lastIndexOf('.') + 1)}.`,
        fixes: isVersion
          ? policyFix(document, 'Add version: 1', 'safe', setField(document, ['version'], 1))
          : [],
      });
    }
  },
};
