import type { Located } from '../../model/provenance.ts';
import { parseCanonical, repositoryName } from '../../model/reference.ts';
import { since } from '../../runtimes/openshift/releases.ts';
import { isMirror, isSource } from '../../runtimes/openshift/scopes.ts';
import {
  addFix,
  at,
  type Cluster,
  clusterOf,
  coveredBy,
  keyOf,
  openshiftMeta,
  payloadRepository,
  rulesOf,
} from '../openshift.ts';
import { plainFix } from '../openshift-faults.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const updateHeldUp: Rule = {
  meta: openshiftMeta({
    code: 'MW840',
    name: 'update-held-up',
    severity: 'warning',
    summary: 'An update of the cluster would stop at these resources.',
    covers: ['O46', 'O-update'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    yield* refusedLater(cluster);
    yield* updatesRejected(cluster);
  },
};

/** What the operator takes up to 4.15 and stops at from 4.16 on. */
function* refusedLater(cluster: Cluster): Iterable<RuleFinding> {
  if (since(cluster.release, [4, 16])) return;
  for (const { set, rule } of rulesOf(cluster)) {
    // the API refuses such an entry of the newer kinds, and the installer one of its own
    if (set.kind !== 'ImageContentSourcePolicy' || set.installKey !== undefined) continue;
    const wrong: readonly (readonly [Located<string>, (text: string) => boolean])[] = [
      [rule.source, isSource],
      ...rule.mirrors.map((mirror) => [mirror, isMirror] as const),
    ];
    for (const [entry, isTaken] of wrong) {
      if (entry.value === '' || entry.value.includes('*') || isTaken(entry.value)) continue;
      yield at(set, entry, {
        message: `${JSON.stringify(entry.value)} is no host, namespace or repository: from 4.16 the operator stops at it.`,
        why: 'The API of this kind looks at nothing. From the update on the operator makes no node files at all: no change of any registry setting reaches the nodes until the entry is corrected.',
        advice: 'Write host[:port][/path], without scheme, tag and digest, the path in lower case.',
        fixes: plainFix(set, entry, isTaken),
      });
    }
  }
}

/** Releases to update to whose image the nodes would not pull. */
function* updatesRejected(cluster: Cluster): Iterable<RuleFinding> {
  const { image, version } = cluster;
  const { allowed } = image ?? {};
  if (image === undefined || version === undefined || allowed === undefined) return;
  if (allowed.items.length === 0) return;
  const isAllowed = coveredBy(allowed);
  const told = new Set([payloadRepository(cluster)]);
  for (const update of version.updates) {
    const parsed = parseCanonical(update.value);
    const repository = parsed.ok ? repositoryName(parsed.value) : undefined;
    if (repository === undefined || told.has(repository)) continue;
    told.add(repository);
    if (isAllowed(repository)) continue;
    yield at(version, update, {
      message: `allowedRegistries leaves out ${repository}, which the cluster can be updated to.`,
      why: 'The release image is pulled like any other image: nothing is added to the list for it.',
      advice: `Add ${repository} to allowedRegistries before the update.`,
      related: [{ origin: keyOf(image, allowed), message: 'the registries that are allowed' }],
      fixes: addFix(image, 'allowed', repository, 'review'),
    });
  }
}
