import { byEndpoint, nothing } from '../by-table.ts';
import { hostOf } from '../data/hosts.ts';
import type { Rule, Severity } from '../rule.ts';

/**
 * Registries whose repositories have two parts after the host: on Docker Hub always, on the others nearly always. A
 * location of a host alone leaves their names empty.
 */
const twoLevels: ReadonlyMap<string, Severity> = new Map([
  ['docker.io', 'error'],
  ['quay.io', 'warning'],
  ['ghcr.io', 'warning'],
  ['registry.redhat.io', 'warning'],
  ['registry.access.redhat.com', 'warning'],
]);

export const repositoryOntoBareHost: Rule = {
  meta: {
    code: 'MW319',
    name: 'repository-onto-bare-host',
    family: 'endpoints',
    severity: 'error',
    summary: 'A whole repository is replaced by a host, which leaves no name.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['R3'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  ...byEndpoint(({ placed, location, span }) => {
    const { prefix } = placed.registry;
    if (placed.defaulted || location.includes('/') || !prefix.includes('/')) return nothing;
    const parts = prefix.split('/');
    if (parts.length !== 3) return nothing;
    const severity = twoLevels.get(hostOf(prefix));
    if (severity === undefined) return nothing;
    return [
      {
        path: placed.path,
        span,
        severity,
        message: `${prefix} is a repository, and replaced by ${location} it has no name left.`,
        why: 'The location takes the place of the whole prefix; what remains is a host alone, which is no image. One such endpoint fails the whole pull, the others included.',
        advice: `Write the repository too: ${location}/${parts.slice(1).join('/')}.`,
      },
    ];
  }),
};
