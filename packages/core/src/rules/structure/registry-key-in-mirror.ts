import type { Parsed } from '../../dialects/document.ts';
import { foldKey } from '../../dialects/registries-conf/fold.ts';
import type { RegistriesConf, RegistryTable, UnknownKey } from '../../dialects/registries-conf/model.ts';
import { moveEntry } from '../../syntax/edit/index.ts';
import type { TableNode } from '../../syntax/tree.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Fix, Rule, RuleFinding } from '../rule.ts';
import { isRegistryKeyInMirror, keysToBe } from '../unknown-keys.ts';

export const registryKeyInMirror: Rule<RegistriesConf> = {
  meta: {
    code: 'MW112',
    name: 'registry-key-in-mirror',
    family: 'structure',
    severity: 'error',
    summary: 'A key of the registry stands in one of its mirrors and has no effect.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C3'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
    ],
  },
  check: function* ({ document }) {
    const misplaced = document.model.unknownKeys.filter(isRegistryKeyInMirror);
    if (misplaced.length === 0) return;
    const owners = ownersOf(document.model);
    const unknownKeys = groupBy(document.model.unknownKeys, ({ table }) => table);
    const state: State = { unknown: unknownKeys, moved: new Map() };
    for (const unknown of misplaced) {
      const owner = owners.get(unknown.table);
      const { key, keySpan } = unknown;
      yield {
        path: document.path,
        span: keySpan,
        message: `${key} is a key of [[registry]]; in [[registry.mirror]] it is ignored.`,
        why: effects.get(foldKey(key)) ?? 'The setting has no effect.',
        advice: 'Move it above the [[registry.mirror]] tables, or remove it.',
        fixes: owner === undefined ? [] : moveFix(document, unknown, owner, state),
      };
    }
    yield* insecureAmong(document, new Set(misplaced.map(({ table }) => table)));
  },
};

/** `insecure` beside keys that belong to the registry was likely meant for the registry too, and is the mirror's. */
function* insecureAmong(
  { path, model }: Parsed<RegistriesConf>,
  tables: ReadonlySet<TableNode>,
): Iterable<RuleFinding> {
  for (const { node, insecure } of model.registries.flatMap(({ mirrors }) => mirrors)) {
    if (!tables.has(node) || insecure === undefined) continue;
    yield {
      path,
      span: insecure.keySpan ?? insecure.span,
      severity: 'info',
      message: 'insecure stands among keys of the registry, and is the setting of this mirror.',
      why: 'Below [[registry.mirror]] it says how the mirror is reached; the registry itself keeps verified TLS.',
      advice: 'Move it above the [[registry.mirror]] tables if the registry was meant.',
    };
  }
}

interface State {
  readonly unknown: ReadonlyMap<TableNode, readonly UnknownKey[]>;
  /** The keys each registry has or is to have. */
  readonly moved: Map<RegistryTable, Set<string>>;
}

const effects: ReadonlyMap<string, string> = new Map([
  ['blocked', 'Nothing is blocked: the mirror is used, and so is the registry.'],
  ['prefix', 'The table matches by its own prefix or location; the mirror serves all that matches.'],
  ['mirror-by-digest-only', 'The mirror is used for tags too.'],
]);

function ownersOf(model: RegistriesConf): ReadonlyMap<TableNode, RegistryTable> {
  return new Map(
    model.registries.flatMap((registry) => registry.mirrors.map(({ node }) => [node, registry] as const)),
  );
}

/** Only the first of several equal ones can move, and none when the registry has the key. */
function moveFix(
  { path, tree }: Parsed,
  { key, entry, table }: UnknownKey,
  owner: RegistryTable,
  state: State,
): readonly Fix[] {
  const keys = state.moved.get(owner) ?? keysToBe(owner.node, state.unknown);
  state.moved.set(owner, keys);
  if (keys.has(foldKey(key)) || entry.value.kind !== 'scalar' || tree.problems.length > 0) return [];
  keys.add(foldKey(key));
  const edits = moveEntry(tree, entry, table, owner.node).map((edit) => ({ path, ...edit }));
  return [{ title: `Move ${key} to the registry`, safety: 'review', edits }];
}
