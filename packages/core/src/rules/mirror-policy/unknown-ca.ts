import type { MirrorPolicy } from '../../policy/model.ts';
import { caPath } from '../../policy/resolve.ts';
import { closest } from '../../text/closest.ts';
import { at, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const unknownCa: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW707',
    name: 'unknown-ca',
    severity: 'error',
    summary: 'A mirror names a certificate authority that `cas` does not have.',
    cites: ['https://github.com/containers/image/blob/main/docs/containers-certs.d.5.md'],
  }),
  check: function* ({ document }) {
    const { model } = document;
    for (const { ca } of model.upstreams.flatMap(({ mirrors }) => mirrors)) {
      if (ca === undefined || caPath(model, ca.value) !== undefined) continue;
      const known = closest(
        ca.value,
        model.cas.map(({ name }) => name.value),
      );
      yield at(document, ca.span, {
        message: `There is no "${ca.value}" in cas${known === undefined ? '' : `; did you mean "${known}"?`}`,
        why: 'Nobody can tell which certificate to install for the mirror, and its certificate is not trusted.',
        advice: 'Add the name with the path of the PEM file to cas, or write the path here.',
        fixes:
          known === undefined
            ? []
            : policyFix(document, `Write ${known}`, 'safe', [{ span: ca.span, newText: known }]),
      });
    }
  },
};
