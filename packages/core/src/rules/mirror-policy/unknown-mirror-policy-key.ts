import type { MirrorPolicy } from '../../policy/model.ts';
import { closest } from '../../text/closest.ts';
import { at, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const unknownMirrorPolicyKey: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW702',
    name: 'unknown-mirror-policy-key',
    severity: 'error',
    summary: 'A mirror policy has no such key.',
    cites: ['https://github.com/mirrorwright/mirrorwright/blob/main/docs/reference/policy.md'],
  }),
  check: function* ({ document }) {
    for (const { kind, message, span, suggestion } of document.model.problems) {
      if (kind !== 'unknown-key') continue;
      const written = document.source.slice(span).replace(/^["']|["']$/g, '');
      const isTypo = suggestion !== undefined && closest(written, [suggestion]) !== undefined;
      yield at(document, span, {
        message: suggestion === undefined ? message : `${message}; did you mean "${suggestion}"?`,
        why: 'Nothing is made of a key that is not known: the files would lack what it says.',
        advice: suggestion === undefined ? 'Remove the key, or see the reference.' : `Write ${suggestion}.`,
        fixes:
          suggestion === undefined
            ? []
            : policyFix(document, `Rename the key to ${suggestion}`, isTypo ? 'safe' : 'review', [
                { span, newText: suggestion },
              ]),
      });
    }
  },
};
