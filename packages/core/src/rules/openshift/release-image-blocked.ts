import type { ImageConfig } from '../../dialects/openshift/model.ts';
import { parseCanonical } from '../../model/reference.ts';
import { type Filtered, filterPayload } from '../../runtimes/openshift/payload.ts';
import { traitsOf } from '../../runtimes/openshift/releases.ts';
import { isNested } from '../../runtimes/openshift/scopes.ts';
import {
  at,
  type Cluster,
  clusterOf,
  coveredBy,
  entriesOf,
  keyOf,
  openshiftMeta,
  type Placed,
  payloadRepository,
  removeFix,
  rulesOf,
} from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const releaseImageBlocked: Rule = {
  meta: openshiftMeta({
    code: 'MW803',
    name: 'release-image-blocked',
    severity: 'error',
    summary:
      'An entry of blockedRegistries covers the release image, and is dropped or locks the cluster out.',
    covers: ['O29', 'O30', 'O31', 'O32', 'O33', 'O34', 'O-tag-release'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    const payload = payloadRepository(cluster);
    if (image === undefined || payload === undefined) return;
    const covering = entriesOf(cluster, 'blocked').filter(({ entry }) => isNested(payload, entry.value));
    const filtered = covering.length === 0 ? undefined : filteredOf(cluster);
    if (filtered === undefined) return;
    const widest = covering.reduce((a, b) => (b.entry.value.length < a.entry.value.length ? b : a));
    for (const each of covering) {
      const { entry, index } = each;
      const text = textOf(cluster, image, filtered, payload, entry.value, covering.length);
      if (text === undefined) continue;
      const extra = filtered.warnings.length === 0 && covering.length > 1 && each !== widest;
      yield at(image, entry, { ...text, ...(extra && { fixes: removeFix(image, 'blocked', index) }) });
    }
  },
};

/** What the operator makes of the lists; undefined where it cannot read the release image. */
function filteredOf(cluster: Cluster): Filtered | undefined {
  const traits = traitsOf(cluster.release);
  const values = (list: 'insecure' | 'blocked' | 'allowed'): readonly string[] =>
    entriesOf(cluster, list).map(({ entry }) => entry.value);
  const digest = rulesOf(cluster)
    .filter(
      ({ set }) =>
        set.kind === 'ImageContentSourcePolicy' || (set.kind === 'ImageDigestMirrorSet' && traits.mirrorSets),
    )
    .map(({ rule }) => rule);
  const lists = { insecure: values('insecure'), blocked: values('blocked'), allowed: values('allowed') };
  const filtered = filterPayload({ ...lists, digest, tag: [] }, cluster.version?.desiredImage?.value, traits);
  return typeof filtered === 'string' ? undefined : filtered;
}

type Text = Parameters<typeof at>[2];

function textOf(
  cluster: Cluster,
  image: Placed<ImageConfig>,
  { warnings, policyBlocked }: Filtered,
  payload: string,
  entry: string,
  count: number,
): Text | undefined {
  const [warning] = warnings;
  // what cannot be loaded has a rule of its own
  if (warning !== undefined && !warning.includes('cannot block the repository')) return undefined;
  if (warning !== undefined) return dropped(cluster, entry, payload);
  if (count > 1)
    return {
      message: `${count} entries cover the release image ${payload}.`,
      why: 'The operator allows the release image once for each of them, takes that for a list of its own beside blockedRegistries, and stops: only one of the two may be there.',
      advice: 'Keep the widest of the entries.',
    };
  const { allowed } = image;
  if (allowed !== undefined && allowed.items.length > 0)
    return {
      message: `${entry} covers the release image, and allowedRegistries is set.`,
      why: 'The operator then has a list that is allowed and one that is blocked, and stops: only one of the two may be there.',
      advice: 'Keep one list: what is not allowed is rejected anyway.',
      related: [{ origin: keyOf(image, allowed), message: 'the other list' }],
    };
  return policyBlocked.length === 0 ? lockedOut(payload) : undefined;
}

function dropped(cluster: Cluster, entry: string, payload: string): Text {
  return {
    message: `${entry} covers the release image ${payload}, and is left out of the files.`,
    why: `The release image could not be pulled any more${whyNoMirror(cluster, payload)}. The operator drops the entry, and only its log tells.`,
    advice: 'Mirror the release image by digest to a place that is not blocked, or block less.',
  };
}

/** Why none of the mirrors that there are keeps the release image reachable. */
function whyNoMirror(cluster: Cluster, payload: string): string {
  const around = rulesOf(cluster).filter(({ rule }) => isNested(payload, rule.source.value));
  if (around.length === 0) return '';
  const parsed = parseCanonical(cluster.version?.desiredImage?.value ?? '');
  if (parsed.ok && parsed.value.digest === undefined)
    return ': it is named by its tag, and no mirror for digests is asked for that';
  if (around.every(({ set }) => set.kind === 'ImageTagMirrorSet'))
    return ': its mirrors are for tags only, and those of an ImageTagMirrorSet do not count';
  const isBlocked = coveredBy(cluster.image?.blocked);
  const mirrors = around.flatMap(({ rule }) => rule.mirrors.map(({ value }) => value));
  return mirrors.every(isBlocked) ? ': its mirrors are blocked as well' : '';
}

function lockedOut(payload: string): Text {
  return {
    message: `Blocking ${payload} alone makes the signature policy reject everything else.`,
    why: 'The operator allows the release image instead of blocking it, and with an entry that is allowed the default becomes reject: no other image of the cluster can be pulled.',
    advice: 'Use mirrorSourcePolicy: NeverContactSource in the ImageDigestMirrorSet instead.',
  };
}
