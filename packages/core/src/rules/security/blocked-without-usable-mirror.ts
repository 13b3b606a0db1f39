import { markedTables } from '../facts/marked-tables.ts';
import type { Rule } from '../rule.ts';

export const blockedWithoutUsableMirror: Rule = {
  meta: {
    code: 'MW405',
    name: 'blocked-without-usable-mirror',
    family: 'security',
    severity: 'warning',
    summary: 'A blocked registry has mirrors for digests only, so pulls by tag fail.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C44', 'C50'],
    cites: ['https://github.com/containers/image/issues/2497'],
  },
  *check({ node }) {
    for (const { mirrors, mirrorByDigestOnly, prefix, location, table, origin } of markedTables(node.config())
      .blocked) {
      if (table === undefined || mirrors.length === 0 || location !== prefix || prefix === '') continue;
      const digestOnly =
        mirrorByDigestOnly || mirrors.every(({ pullFromMirror }) => pullFromMirror === 'digest-only');
      const tagOnly = mirrors.every(({ pullFromMirror }) => pullFromMirror === 'tag-only');
      if (!digestOnly && !tagOnly) continue;
      const [left, lost] = digestOnly ? ['digests', 'tag'] : ['tags', 'digest'];
      yield {
        path: origin.path,
        span: table.blocked?.span ?? origin.span,
        message: `${prefix} is blocked, and its mirrors serve ${left} only: pulls by ${lost} fail.`,
        why: `For a ${lost} every mirror is skipped, and the source is refused: "${prefix} is blocked".`,
        advice: digestOnly
          ? 'Let one mirror serve tags too, or pull by digest everywhere.'
          : 'Let one mirror serve digests too.',
      };
    }
  },
};
