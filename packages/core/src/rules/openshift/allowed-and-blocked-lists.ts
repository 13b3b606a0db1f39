import { since } from '../../runtimes/openshift/releases.ts';
import { at, clusterOf, keyOf, openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const allowedAndBlockedLists: Rule = {
  meta: openshiftMeta({
    code: 'MW807',
    name: 'allowed-and-blocked-lists',
    severity: 'error',
    summary: 'allowedRegistries and blockedRegistries are both set.',
    covers: ['O1', 'O2'],
  }),
  *check({ node }) {
    const { image, release } = clusterOf(node);
    const { allowed, blocked } = image ?? {};
    if (image === undefined || allowed === undefined || blocked === undefined) return;
    const empty = allowed.items.length === 0 || blocked.items.length === 0;
    if (empty && !since(release, [4, 18])) return;
    yield at(
      image,
      { span: blocked.keySpan },
      {
        message: empty
          ? 'An empty list counts as set: only one of allowedRegistries and blockedRegistries may be there.'
          : 'Only one of allowedRegistries and blockedRegistries may be set.',
        why: empty
          ? 'From 4.18 the API refuses the change.'
          : 'The operator writes no policy at all, and the nodes keep what they have; from 4.18 the API refuses the change.',
        advice: 'Keep one: what is not allowed is rejected anyway.',
        related: [{ origin: keyOf(image, allowed), message: 'the other list' }],
      },
    );
  },
};
