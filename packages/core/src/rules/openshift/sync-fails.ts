import type { Resource } from '../../dialects/openshift/model.ts';
import { at, type Cluster, clusterOf, keyOf, openshiftMeta, renderedOf, rulesOf } from '../openshift.ts';
import { faultsOf } from '../openshift-faults.ts';
import { placeOf } from '../openshift-places.ts';
import type { Related, Rule } from '../rule.ts';

export const syncFails: Rule = {
  meta: openshiftMeta({
    code: 'MW801',
    name: 'sync-fails',
    severity: 'error',
    summary: 'The operator cannot make node files of these resources, so nothing reaches the nodes any more.',
    covers: [
      'O1',
      'O16',
      'O17',
      'O37',
      'O38',
      'O42',
      'O43',
      'O46',
      'O77',
      'O78',
      'O-bare-mirror',
      'O-scheme',
    ],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { error } = renderedOf(cluster);
    if (error === undefined) return;
    const text = {
      fatal: true,
      why: `The API takes the resource. ${fails} Only its log says so.`,
    };
    const release = cluster.release.join('.');
    const [complaint, ...others] = faultsOf(cluster, error);
    for (const { resource, entry, fixes } of complaint === undefined ? [] : [complaint, ...others]) {
      yield at(resource, entry, {
        ...text,
        ...(isChecked(resource) &&
          error.includes('invalid ') && {
            why: `The API refuses it from the start. Where it is stored already: ${fails}`,
          }),
        message: `OpenShift ${release} makes no node files of this: ${error.replace(/"[^"]*"$/, () => JSON.stringify(entry.value))}.`,
        advice: fixes.length > 0 ? `${fixes[0]!.title}.` : 'Correct the entry.',
        fixes,
      });
    }
    const place = placeOf(cluster, error);
    if (complaint !== undefined || place === undefined) return;
    yield {
      ...place,
      ...text,
      message: `OpenShift ${release} makes no node files of this: ${error}.`,
      advice: adviceFor(error),
      related: othersIn(cluster, error),
    };
  },
};

/** The other places that a complaint about several of them is about. */
function othersIn(cluster: Cluster, error: string): readonly Related[] {
  const { image } = cluster;
  if (error.includes('conflicting mirrorSourcePolicy')) {
    const source = /for the same source "([^"]*)"/.exec(error)?.[1];
    return rulesOf(cluster)
      .filter(({ rule }) => rule.source.value === source)
      .map(({ set, rule }) => ({
        origin: { path: set.document.path, span: (rule.policy ?? rule.source).span },
        message: `${rule.policy?.value ?? 'AllowContactingSource, as none is set'}, in the ${set.kind}`,
      }));
  }
  const { allowed, blocked } = image ?? {};
  const lists = /only one of|inside (?:allowed|blocked)Registries/.test(error) ? [allowed, blocked] : [];
  return lists.flatMap((list) =>
    image === undefined || list === undefined ? [] : [{ origin: keyOf(image, list), message: 'the list' }],
  );
}

const fails =
  'The operator fails at every try, the nodes keep their old files, and no later change of any of these resources reaches them.';

/** Sources and mirrors of the newer kinds have a pattern in the API. */
function isChecked({ kind }: Resource): boolean {
  return kind === 'ImageDigestMirrorSet' || kind === 'ImageTagMirrorSet';
}

function adviceFor(error: string): string {
  if (error.includes('conflicting mirrorSourcePolicy'))
    return 'Give all rules of the source one policy; content source policies count as AllowContactingSource.';
  if (error.includes('only one of')) return 'Keep allowedRegistries or blockedRegistries.';
  if (error.includes('not nested inside allowedRegistries'))
    return 'Add the scope to allowedRegistries, or choose one inside of it.';
  if (error.includes('nested inside blockedRegistries'))
    return 'Block less, or remove the scope: images that are blocked need no signature.';
  if (error.includes('for a wildcard scope'))
    return 'Write a rule with mirrors for each entry below the wildcard, or name the hosts instead of the wildcard.';
  if (error.includes('must be canonical')) return 'Mirror to a repository or namespace: host/path.';
  return 'Correct the entry.';
}
