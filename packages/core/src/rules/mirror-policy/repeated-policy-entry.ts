import type { Located } from '../../model/provenance.ts';
import { removeField } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { trimmed } from '../../policy/resolve.ts';
import { entryOf } from '../../syntax/tree.ts';
import { at, type PolicyDocument, policyFix, policyMeta, see } from '../mirror-policy.ts';
import type { Fix, Rule } from '../rule.ts';

export const repeatedPolicyEntry: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW717',
    name: 'repeated-policy-entry',
    severity: 'warning',
    summary: 'A list of the mirror policy has an entry twice.',
    covers: ['C61'],
  }),
  check: function* ({ document }) {
    const { model } = document;
    const lists = {
      targets: model.targets,
      insecure: model.insecure?.items,
      blocked: model.blocked?.items,
      allowed: model.allowed?.items,
      rejected: model.rejected?.items,
      search: model.search?.items,
      credentialHelpers: model.credentialHelpers?.items,
    };
    for (const [list, items = []] of Object.entries(lists)) {
      const first = new Map<string, Located<string>>();
      for (const item of items) {
        const other = first.get(trimmed(item.value));
        if (other === undefined) {
          first.set(trimmed(item.value), item);
          continue;
        }
        yield at(document, item.span, {
          message: `"${item.value}" is in ${list} already`,
          why:
            list === 'search'
              ? 'A registry that is searched twice counts as two candidates, and a short name as ambiguous.'
              : 'The second one has no effect.',
          advice: 'Remove it.',
          related: [see(document, other.span, 'the first one')],
          fixes: removeFix(document, list, item),
        });
      }
    }
  },
};

function removeFix(document: PolicyDocument, list: string, item: Located<string>): readonly Fix[] {
  const node = entryOf(document.tree.root, list)?.value;
  const index =
    node?.kind === 'array' ? node.items.findIndex(({ span }) => span.start === item.span.start) : -1;
  if (index === -1) return [];
  return policyFix(document, 'Remove the second one', 'safe', removeField(document, [list, index]));
}
