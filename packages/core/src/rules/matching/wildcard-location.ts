import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const wildcardLocation: Rule = {
  meta: {
    code: 'MW221',
    name: 'wildcard-location',
    family: 'matching',
    severity: 'error',
    summary: 'A location is a wildcard.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C22'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ registry, defaulted, path, prefixSpan }) => {
    if (!defaulted || !registry.location.startsWith('*.')) return nothing;
    const edits = [{ path, span: registry.table?.location?.keySpan ?? prefixSpan, newText: 'prefix' }];
    return [
      {
        path,
        span: prefixSpan,
        message: `The location ${registry.location} is a wildcard.`,
        why: 'A location is one place. As the prefix it matches, and every pull that matches then fails.',
        advice: 'Write it as prefix, without location.',
        fixes:
          registry.table?.location?.keySpan === undefined
            ? []
            : [{ title: 'Make it the prefix', safety: 'safe', edits }],
      },
    ];
  }),
};
