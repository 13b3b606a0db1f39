import type { Parsed } from '../../dialects/document.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { intentOf } from '../intent.ts';
import { endpointsOf } from './mirror-entries.ts';
import type { GeneratedResources } from './resources.ts';

/**
 * A pull secret with the mirrors of a policy and no logins: what is missing is filled in by the programs that ask for
 * passwords themselves. Mirrors are logged in to by the secret of the cluster alone, never by that of a namespace.
 */
export function pullSecretSkeleton(policy: Parsed<MirrorPolicy>): GeneratedResources {
  const { registries } = intentOf(policy.model);
  const places = registries.flatMap((registry) => endpointsOf(registry).map(({ location }) => location));
  const hosts = [...new Set(places.map((location) => location.split('/', 1)[0]!))];
  if (hosts.length === 0)
    return { files: [], losses: [], notes: ['The policy names no mirror: no login is needed.'] };
  const auths = hosts.map((host) => `    ${JSON.stringify(host)}: {}`);
  return {
    files: [{ name: 'pull-secret.json', content: `{\n  "auths": {\n${auths.join(',\n')}\n  }\n}\n` }],
    losses: [],
    notes: [
      ...hosts.map((host) => `Log in: podman login --authfile pull-secret.json ${host}`),
      'Add what the cluster has: oc get secret/pull-secret -n openshift-config --template=\'{{index .data ".dockerconfigjson" | base64decode}}\'',
      'Then: oc set data secret/pull-secret -n openshift-config --from-file=.dockerconfigjson=pull-secret.json',
    ],
  };
}
