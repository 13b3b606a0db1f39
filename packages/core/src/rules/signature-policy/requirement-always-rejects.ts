import { stringOf } from '../../syntax/tree.ts';
import type { Rule } from '../rule.ts';
import { isSignaturePolicy, requirementsOf } from '../signature-policies.ts';

export const requirementAlwaysRejects: Rule = {
  meta: {
    code: 'MW622',
    name: 'requirement-always-rejects',
    family: 'signature-policy',
    severity: 'warning',
    summary: 'A requirement is accepted when the file is loaded and can never be fulfilled.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    for (const { kind, type, fields, span } of requirementsOf(document)) {
      const keyType = stringOf(fields.get('keyType')?.value);
      const other = kind === 'signedBy' && keyType !== undefined && keyType !== 'GPGKeys';
      if (kind !== 'signedBaseLayer' && !other) continue;
      yield {
        path: document.path,
        span: other ? (fields.get('keyType')?.value.span ?? span) : (type?.span ?? span),
        message: other
          ? `Signatures by ${keyType} are not implemented.`
          : 'signedBaseLayer is not implemented.',
        why: 'The file loads, and every image that this requirement is asked about is rejected.',
        advice: other ? 'Use GPGKeys, or sigstoreSigned.' : 'Use signedBy or sigstoreSigned.',
      };
    }
  },
};
