import { hostOf } from '../data/hosts.ts';
import { placedEndpoints } from '../facts/tables.ts';
import type { Rule } from '../rule.ts';

/** Registries all of whose repositories have exactly two parts after the host. */
const twoLevels: ReadonlySet<string> = new Set(['docker.io', 'quay.io']);

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
  *check({ node }) {
    for (const { placed, location, span } of placedEndpoints(node.config())) {
      const { prefix } = placed.registry;
      const parts = prefix.split('/');
      if (placed.defaulted || location.includes('/') || parts.length !== 3) continue;
      if (!twoLevels.has(hostOf(prefix))) continue;
      yield {
        path: placed.path,
        span,
        message: `${prefix} is a repository, and replaced by ${location} it has no name left.`,
        why: 'The location takes the place of the whole prefix; what remains is a host alone, which is no image. One such endpoint fails the whole pull, the others included.',
        advice: `Write the repository too: ${location}/${parts.slice(1).join('/')}.`,
      };
    }
  },
};
