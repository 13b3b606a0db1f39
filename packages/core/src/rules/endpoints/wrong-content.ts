import { byNotableEndpoint, nothing } from '../by-table.ts';
import { hostOf } from '../data/hosts.ts';
import { projectRegistries } from '../data/mirrors.ts';
import type { Rule } from '../rule.ts';

export const wrongContent: Rule = {
  meta: {
    code: 'MW316',
    name: 'wrong-content',
    family: 'endpoints',
    severity: 'error',
    summary: 'Official images are redirected to a namespace that does not hold them.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byNotableEndpoint(({ placed, location, span }) => {
    const { prefix } = placed.registry;
    if (!/^docker\.io\/library(?:\/|$)/.test(prefix) || !projectRegistries.has(hostOf(location)))
      return nothing;
    return [
      {
        path: placed.path,
        span,
        message: `${location} does not hold the official images of Docker Hub.`,
        why: 'It is the namespace of a project: few names exist there, and those that do are other images.',
        advice: 'Use a mirror of Docker Hub.',
      },
    ];
  }),
};
