import type { EffectiveRegistry, Shadowed } from '../../runtimes/containers/config.ts';
import { addEntry } from '../../syntax/edit/index.ts';
import type { Fix, Rule, RuleFinding } from '../rule.ts';

export const dropInReplacesTable: Rule = {
  meta: {
    code: 'MW021',
    name: 'drop-in-replaces-table',
    family: 'syntax',
    severity: 'warning',
    summary: 'A drop-in replaces a whole table of an earlier file, and something of it is lost.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C81'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.d.5.md',
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
    ],
  },
  check: function* ({ node }) {
    for (const shadowed of node.config().shadowed) {
      if (shadowed.reason !== 'replaced-by-later-file') continue;
      const finding = judge(shadowed);
      if (finding !== undefined) yield finding;
    }
  },
};

function judge({ registry: earlier, by: later }: Shadowed): RuleFinding | undefined {
  const lost = lostBy(earlier, later);
  if (lost.length === 0) return undefined;
  const { path, span } = later.origin;
  return {
    path,
    span,
    message: `This table replaces the one for ${earlier.prefix} in ${earlier.origin.path}; lost: ${lost.join(', ')}.`,
    why: 'Files are merged table by table: a later table with the same prefix replaces the earlier one as a whole.',
    advice: 'Repeat in this table what is to stay, or edit the earlier file.',
    related: [{ origin: earlier.origin, message: 'this table is replaced' }],
    fixes: flagFix(earlier, later),
  };
}

function lostBy(earlier: EffectiveRegistry, later: EffectiveRegistry): readonly string[] {
  const kept = new Set(later.mirrors.map(({ location }) => location));
  const mirrors = earlier.mirrors.filter(({ location }) => !kept.has(location));
  const lost = mirrors.map(({ location }) => `mirror ${location}`);
  if (earlier.mirrorByDigestOnly && !later.mirrorByDigestOnly && later.mirrors.length > 0) {
    lost.push('mirror-by-digest-only = true');
  }
  return [...lostFlags(earlier, later).map((flag) => `${flag} = true`), ...lost];
}

function lostFlags(
  earlier: EffectiveRegistry,
  later: EffectiveRegistry,
): readonly ('blocked' | 'insecure')[] {
  return (['blocked', 'insecure'] as const).filter((flag) => earlier[flag] && !later[flag]);
}

/** Flags that the later table does not mention; one that it sets to false was meant. */
function flagFix(earlier: EffectiveRegistry, later: EffectiveRegistry): readonly Fix[] {
  const { table, document } = later;
  const flags = lostFlags(earlier, later).filter((flag) => table !== undefined && table[flag] === undefined);
  if (table === undefined || flags.length !== 1) return [];
  const { path, tree } = document;
  const edits = flags
    .flatMap((flag) => addEntry(tree, table.node, flag, true))
    .map((edit) => ({ path, ...edit }));
  return [{ title: `Repeat ${flags[0]} = true here`, safety: 'review', edits }];
}
