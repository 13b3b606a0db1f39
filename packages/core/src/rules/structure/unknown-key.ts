import { fields } from '../../dialects/registries-conf/fields.ts';
import { foldKey } from '../../dialects/registries-conf/fold.ts';
import type { RegistriesConf, UnknownKey } from '../../dialects/registries-conf/model.ts';
import type { TableNode } from '../../syntax/tree.ts';
import type { Rule } from '../rule.ts';
import { isMisplaced, meantKey, renameFix, strangers } from '../unknown-keys.ts';

export const unknownKey: Rule<RegistriesConf> = {
  meta: {
    code: 'MW110',
    name: 'unknown-key',
    family: 'structure',
    severity: 'error',
    summary: 'A key is not known to any reader and is ignored.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C1'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
      'https://github.com/containers/image/pull/1507',
    ],
  },
  check: function* ({ document }) {
    const renamed = new Map<TableNode, Set<string>>();
    for (const unknown of document.model.unknownKeys) {
      if (isMisplaced(unknown)) continue;
      const { key, keySpan, scope } = unknown;
      const meant = meantKey(unknown);
      const stranger = strangers.get(key);
      const hint =
        meant === undefined
          ? (stranger ??
            missingHeader(unknown) ??
            'Remove it, or look up its name in containers-registries.conf(5).')
          : `Did you mean ${meant.key}?`;
      yield {
        path: document.path,
        span: keySpan,
        message: `${JSON.stringify(key)} is not a key of ${places[scope]}.`,
        why: 'Readers ignore unknown keys without a word (one line in the debug log), so the setting has no effect.',
        advice: hint,
        fixes:
          meant === undefined || !isFirst(renamed, unknown.table, meant.key)
            ? []
            : renameFix(document, unknown, meant),
      };
    }
  },
};

/** Of two keys of a table that mean the same one only the first is renamed. */
function isFirst(renamed: Map<TableNode, Set<string>>, table: TableNode, key: string): boolean {
  const keys = renamed.get(table) ?? new Set<string>();
  renamed.set(table, keys);
  if (keys.has(key)) return false;
  keys.add(key);
  return true;
}

function missingHeader({ key, scope }: UnknownKey): string | undefined {
  if (scope !== 'top' || !fields.registry.some((field) => field.key === foldKey(key))) return undefined;
  return `${key} is a key of [[registry]]: write that header above it.`;
}

const places = {
  top: 'the file',
  registry: '[[registry]]',
  mirror: '[[registry.mirror]]',
  v1: '[registries]',
  'v1-list': 'a version 1 list',
};
