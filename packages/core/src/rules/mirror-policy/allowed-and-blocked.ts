import { removeFromList } from '../../policy/edit.ts';
import type { MirrorPolicy, PolicyList } from '../../policy/model.ts';
import { coverage, entriesOf, trimmed } from '../../policy/resolve.ts';
import type { Span } from '../../text/span.ts';
import { at, citesOfLists, namedUpstreams, policyFix, policyMeta, see } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const allowedAndBlocked: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW714',
    name: 'allowed-and-blocked',
    severity: 'error',
    summary: 'A registry is allowed, and blocked or rejected as well.',
    cites: citesOfLists,
  }),
  check: function* ({ document }) {
    const { model } = document;
    const blockedBy = coverage(entriesOf(model.blocked));
    const upstreams = new Set(namedUpstreams(model).map(({ name }) => name));
    const rejected = new Set(entriesOf(model.rejected).map(trimmed));
    for (const { value, span } of model.allowed?.items ?? []) {
      const name = trimmed(value);
      // An upstream of its own is no longer part of the blocked registry around it.
      const blocked =
        upstreams.has(name) && !entriesOf(model.blocked).includes(name) ? undefined : blockedBy(name);
      const by = blocked ?? (rejected.has(name) ? name : undefined);
      if (by === undefined) continue;
      const list = blocked === undefined ? 'rejected' : 'blocked';
      const place = placeIn(model[list], by);
      yield at(document, span, {
        message: `"${name}" is in allowed, and ${by === name ? 'it' : `"${by}"`} is in ${list}`,
        why:
          list === 'blocked'
            ? 'What is blocked is never asked, whatever is allowed.'
            : 'What is rejected is refused.',
        advice: `Remove one of them: from ${list} to use the registry, from allowed not to.`,
        related: place === undefined ? [] : [see(document, place, `${list} here`)],
        fixes: policyFix(
          document,
          `Remove ${name} from allowed`,
          'review',
          removeFromList(document, 'allowed', value),
        ),
      });
    }
  },
};

function placeIn(list: PolicyList | undefined, name: string): Span | undefined {
  return list?.items.find(({ value }) => trimmed(value) === name)?.span;
}
