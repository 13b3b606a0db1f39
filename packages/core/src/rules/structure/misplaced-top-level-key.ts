import type { Parsed } from '../../dialects/document.ts';
import { foldKey } from '../../dialects/registries-conf/fold.ts';
import type { RegistriesConf, UnknownKey } from '../../dialects/registries-conf/model.ts';
import { moveEntry } from '../../syntax/edit/index.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Fix, Rule } from '../rule.ts';
import { isMisplacedTopKey, keysToBe } from '../unknown-keys.ts';

export const misplacedTopLevelKey: Rule<RegistriesConf> = {
  meta: {
    code: 'MW111',
    name: 'misplaced-top-level-key',
    family: 'structure',
    severity: 'error',
    summary: 'A top-level key stands below a table header and has no effect.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C2', 'C5'],
    cites: [
      'https://github.com/containers/podman/issues/14306',
      'https://github.com/containers/image/issues/1054',
    ],
  },
  check: function* ({ document }) {
    const { tree } = document;
    if (tree.root.kind !== 'table') return;
    const { search, insecure, block } = document.model.v1;
    const taken = keysToBe(
      tree.root,
      groupBy(document.model.unknownKeys, (unknown) => unknown.table),
    );
    // beside version 1 lists a version 2 key makes the reader refuse: MW012 moves it together with them
    const hasV1 = [search, insecure, block].some((list) => list !== undefined);
    for (const unknown of document.model.unknownKeys) {
      if (!isMisplacedTopKey(unknown)) continue;
      const { key, keySpan, table } = unknown;
      const field = foldKey(key);
      const header = table.headerSpan === undefined ? 'a table' : document.source.slice(table.headerSpan);
      const fixes = taken.has(field) || hasV1 ? [] : moveFix(document, unknown);
      taken.add(field);
      yield {
        path: document.path,
        span: keySpan,
        message: `${key} stands inside ${header}, so it is a key of that table and ignored.`,
        why: 'In TOML every key below a header belongs to its table, until the next header. The default stays in force.',
        advice: 'Move it above the first table of the file.',
        fixes,
      };
    }
  },
};

function moveFix({ path, tree }: Parsed, { key, entry, table }: UnknownKey): readonly Fix[] {
  const root = tree.root;
  if (root.kind !== 'table' || entry.value.kind === 'table' || tree.problems.length > 0) return [];
  const edits = moveEntry(tree, entry, table, root).map((edit) => ({ path, ...edit }));
  return [{ title: `Move ${key} above the first table`, safety: 'safe', edits }];
}
