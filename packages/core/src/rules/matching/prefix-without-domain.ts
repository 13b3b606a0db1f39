import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const prefixWithoutDomain: Rule = {
  meta: {
    code: 'MW214',
    name: 'prefix-without-domain',
    family: 'matching',
    severity: 'error',
    summary: 'A prefix begins with no registry and never matches.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C15'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ registry, path, prefixSpan, problem }) => {
    if (problem?.kind !== 'no-domain') return nothing;
    return [
      {
        path,
        span: prefixSpan,
        message: `The prefix ${registry.prefix} begins with no registry, so it never matches.`,
        why: 'References are completed first: every name begins with a host that has a dot or a port, or is localhost.',
        advice: `Write the registry too, e.g. docker.io/${registry.prefix} or ${registry.prefix.split('/')[0]}:5000.`,
      },
    ];
  }),
};
