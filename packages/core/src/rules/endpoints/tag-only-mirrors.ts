import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const tagOnlyMirrors: Rule = {
  meta: {
    code: 'MW312',
    name: 'tag-only-mirrors',
    family: 'endpoints',
    severity: 'warning',
    summary: 'All mirrors serve tags only, so pulls by digest go to the source.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C51'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ registry, path }) => {
    const [first] = registry.mirrors;
    if (
      registry.blocked ||
      first === undefined ||
      registry.mirrors.some(({ pullFromMirror }) => pullFromMirror !== 'tag-only')
    )
      return nothing;
    return [
      {
        path,
        span: first.table.pullFromMirror?.span ?? first.origin.span,
        message: `Pulls of ${registry.prefix} by digest go straight to the source.`,
        why: 'Every mirror is for tags only; for a digest none is asked.',
        advice: 'Let one mirror serve digests too where the source cannot be reached.',
      },
    ];
  }),
};
