import { addToList } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { coverage, entriesOf, isRedirected, primaryLocation, trimmed } from '../../policy/resolve.ts';
import { at, namedUpstreams, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const blockedRedirectedUpstream: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW722',
    name: 'blocked-redirected-upstream',
    severity: 'error',
    summary: 'An upstream is blocked and redirected: the place it is redirected to is asked all the same.',
    covers: ['C45'],
    cites: ['https://github.com/containers/image/blob/main/docker/docker_client.go'],
  }),
  check: function* ({ document }) {
    const { model } = document;
    const blockedBy = coverage(entriesOf(model.blocked));
    const blocked = new Set(entriesOf(model.blocked).map(trimmed));
    for (const { upstream, name } of namedUpstreams(model)) {
      const { fallback, location } = upstream;
      const isBlocked = fallback?.value === 'block' || blocked.has(name);
      if (location === undefined || !isBlocked || !isRedirected(upstream)) continue;
      const to = primaryLocation(upstream);
      if (blockedBy(to) !== undefined) continue;
      yield at(document, fallback?.value === 'block' ? fallback.span : location.span, {
        message: `"${name}" is blocked, and "${to}" is asked instead of it`,
        why: 'Whether a place is blocked is judged by the name that is asked in the end, and that one is not blocked.',
        advice: `Block "${to}" too, or remove the location.`,
        fixes: policyFix(document, `Add ${to} to blocked`, 'review', addToList(document, 'blocked', to)),
      });
    }
  },
};
