import { filterPayload } from '../../runtimes/openshift/payload.ts';
import { traitsOf } from '../../runtimes/openshift/releases.ts';
import { isNested } from '../../runtimes/openshift/scopes.ts';
import { at, clusterOf, entriesOf, openshiftMeta, payloadRepository, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const releaseImageBlocked: Rule = {
  meta: openshiftMeta({
    code: 'MW803',
    name: 'release-image-blocked',
    severity: 'error',
    summary:
      'An entry of blockedRegistries covers the release image, and is dropped or locks the cluster out.',
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image, version } = cluster;
    const payload = payloadRepository(cluster);
    if (image === undefined || payload === undefined) return;
    const values = (list: 'insecure' | 'blocked' | 'allowed'): readonly string[] =>
      entriesOf(cluster, list).map(({ entry }) => entry.value);
    const digest = rulesOf(cluster)
      .filter(({ set }) => set.kind !== 'ImageTagMirrorSet')
      .map(({ rule }) => rule);
    const lists = { insecure: values('insecure'), blocked: values('blocked'), allowed: values('allowed') };
    const traits = traitsOf(cluster.release);
    const filtered = filterPayload({ ...lists, digest, tag: [] }, version?.desiredImage?.value, traits);
    if (typeof filtered === 'string') return;
    const lockout = filtered.warnings.length === 0 && filtered.policyBlocked.length === 0;
    for (const { entry } of entriesOf(cluster, 'blocked')) {
      if (!isNested(payload, entry.value) || (filtered.warnings.length === 0 && !lockout)) continue;
      yield at(image, entry, lockout ? lockedOut(payload) : dropped(entry.value, payload));
    }
  },
};

type Text = Parameters<typeof at>[2];

function dropped(entry: string, payload: string): Text {
  return {
    message: `${entry} covers the release image ${payload}, and is left out of the files.`,
    why: 'The release image could not be pulled any more. The operator drops the entry, and only its log tells.',
    advice: 'Mirror the release image by digest to a place that is not blocked, or block less.',
  };
}

function lockedOut(payload: string): Text {
  return {
    message: `Blocking ${payload} alone makes the signature policy reject everything else.`,
    why: 'The operator allows the release image instead of blocking it, and with an entry that is allowed the default becomes reject: no other image of the cluster can be pulled.',
    advice: 'Use mirrorSourcePolicy: NeverContactSource in the ImageDigestMirrorSet instead.',
  };
}
