import type { Requirement } from '../../dialects/policy-json/model.ts';
import { type Entry, stringOf } from '../../syntax/tree.ts';
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
    covers: ['E-unmet'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    for (const requirement of requirementsOf(document)) {
      const { kind, type, fields, span } = requirement;
      const empty = emptyKeys(requirement);
      if (empty !== undefined) {
        yield {
          path: document.path,
          span: empty.value.span,
          message: `"${empty.key}" is empty.`,
          why: 'The file loads, and without a key every image that this requirement is asked about is rejected.',
          advice: 'Name the key, or write reject if that is what is meant.',
        };
      }
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

/** A key source that loads without any key in it. */
function emptyKeys({ kind, fields }: Requirement): Entry | undefined {
  const list = fields.get('keyPaths');
  if (kind === 'signedBy' && list?.value.kind === 'array' && list.value.items.length === 0) return list;
  const data = fields.get('keyData');
  return stringOf(data?.value) === '' ? data : undefined;
}
