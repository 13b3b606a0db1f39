import { hostOf } from '../data/hosts.ts';
import { type Cluster, clusterOf, ofKind, openshiftMeta } from '../openshift.ts';
import { mirrorHosts } from '../openshift-uses.ts';
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
    const logins = loginsOf(cluster);
    if (logins === undefined) return;
    for (const { host, mirror, origin } of mirrorHosts(cluster)) {
      const hasLogin = logins.get(host)?.some((key) => key === host || within(mirror.value, key)) ?? false;
      if (hasLogin) continue;
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

/** The registries that there are logins to, with their keys; undefined where no pull secret is among the files. */
function loginsOf(cluster: Cluster): ReadonlyMap<string, readonly string[]> | undefined {
  const secrets = ofKind(cluster, 'Secret').filter(
    ({ name, namespace }) =>
      name?.value === 'pull-secret' && (namespace?.value ?? 'openshift-config') === 'openshift-config',
  );
  const installs = ofKind(cluster, 'InstallConfig').flatMap(({ hosts }) =>
    hosts === undefined ? [] : [{ hosts }],
  );
  const all = [...secrets, ...installs];
  if (all.length === 0) return undefined;
  const keys = all.flatMap(({ hosts }) =>
    hosts.map((key) => key.replace(/^https?:\/\//, '').replace(/\/$/, '')),
  );
  return Map.groupBy(keys, hostOf);
}

/** A key may name a namespace; the form of old, `https://host/v1/`, is for all of the registry. */
function within(mirror: string, key: string): boolean {
  return mirror === key || mirror.startsWith(`${key}/`) || /^[^/]*\/v[12]$/.test(key);
}
