import { byTable, nothing } from '../by-table.ts';
import type { Rule } from '../rule.ts';

export const digestOnlyMirrors: Rule = {
  meta: {
    code: 'MW318',
    name: 'digest-only-mirrors',
    family: 'endpoints',
    severity: 'info',
    summary: 'All mirrors serve digests only, so pulls by tag go to the source.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C50'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
      'https://github.com/okd-project/okd/issues/226',
    ],
  },
  ...byTable(({ registry, table, path }) => {
    const { mirrors, mirrorByDigestOnly, blocked, prefix } = registry;
    const [first] = mirrors;
    if (blocked || first === undefined) return nothing;
    const all = mirrorByDigestOnly || mirrors.every(({ pullFromMirror }) => pullFromMirror === 'digest-only');
    if (!all) return nothing;
    const span = mirrorByDigestOnly ? table.mirrorByDigestOnly?.span : first.table.pullFromMirror?.span;
    return [
      {
        path,
        span: span ?? first.origin.span,
        message: `Pulls of ${prefix} by tag go straight to the source.`,
        why: 'Every mirror is for digests only; for a tag none is asked.',
        advice: 'Let one mirror serve tags too where the source cannot be reached.',
      },
    ];
  }),
};
