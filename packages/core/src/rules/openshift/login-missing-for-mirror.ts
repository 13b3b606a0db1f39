import { type Cluster, clusterOf, ofKind, openshiftMeta, scopeFinder } from '../openshift.ts';
import { mirrorPlaces } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const loginMissingForMirror: Rule = {
  meta: openshiftMeta({
    code: 'MW842',
    name: 'login-missing-for-mirror',
    severity: 'warning',
    summary: 'The pull secret of the cluster has no login to the registry of a mirror.',
    covers: ['O55'],
    cites: [
      'https://github.com/openshift/machine-config-operator/issues/1345',
      'https://github.com/openshift/openshift-docs/issues/31968',
    ],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const hasLogin = loginsOf(cluster);
    if (hasLogin === undefined) return;
    const told = new Set<string>();
    for (const { host, mirror, origin } of mirrorPlaces(cluster)) {
      if (told.has(host) || hasLogin(mirror.value)) continue;
      told.add(host);
      // never a place of the secret itself: a report of its lines would show the logins
      yield {
        ...origin,
        message: `The pull secret has no login to ${host}.`,
        why: 'Nodes ask a mirror with the pull secret of the cluster only (openshift-config/pull-secret); secrets of namespaces are not used for mirrors. A registry that wants a login refuses, and the next place is asked.',
        advice: `Add ${host}, with its port, to the pull secret, unless everybody may pull from it.`,
      };
    }
  },
};

/** Whether there is a login to a place; undefined where no pull secret is among the files. */
function loginsOf(cluster: Cluster): ((place: string) => boolean) | undefined {
  const secrets = ofKind(cluster, 'Secret').filter(
    ({ name, namespace }) =>
      name?.value === 'pull-secret' && (namespace?.value ?? 'openshift-config') === 'openshift-config',
  );
  const installs = ofKind(cluster, 'InstallConfig').flatMap(({ hosts }) =>
    hosts === undefined ? [] : [{ hosts }],
  );
  const all = [...secrets, ...installs];
  if (all.length === 0) return undefined;
  // a key is a registry or a namespace of it; the form of old, `https://host/v1/`, is for all of the registry
  const keys = all.flatMap(({ hosts }) =>
    hosts.map((key) =>
      key
        .replace(/^https?:\/\//, '')
        .replace(/\/$/, '')
        .replace(/^([^/]*)\/v[12]$/, '$1'),
    ),
  );
  const find = scopeFinder(keys);
  return (place) => find(place) !== undefined;
}
