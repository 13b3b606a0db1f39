import { type FieldInfo, type FieldScope, fields } from '../../dialects/registries-conf/fields.ts';
import { foldKey } from '../../dialects/registries-conf/fold.ts';
import type { RegistriesConf } from '../../dialects/registries-conf/model.ts';
import { atLeast, type LibraryVersion } from '../../model/target.ts';
import type { TableNode } from '../../syntax/tree.ts';
import type { Rule, RuleContext, RuleFinding } from '../rule.ts';

export const keyTooNew: Rule<RegistriesConf> = {
  meta: {
    code: 'MW107',
    name: 'key-too-new',
    family: 'structure',
    severity: 'warning',
    summary: 'The target is older than a key of the file and ignores it.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: [
      'https://github.com/containers/image/releases',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: function* (context) {
    const { model, tree } = context.document;
    const tooNew = newerThan(context.target.library);
    if (tooNew.size === 0) return;
    if (tree.root.kind === 'table') yield* judge(context, tree.root, 'top', tooNew);
    for (const registry of model.registries) {
      for (const { node } of registry.mirrors) yield* judge(context, node, 'mirror', tooNew);
    }
  },
};

function newerThan(library: LibraryVersion): ReadonlyMap<string, FieldInfo> {
  const scopes: readonly FieldScope[] = ['top', 'mirror'];
  const found = new Map<string, FieldInfo>();
  for (const scope of scopes) {
    for (const field of fields[scope]) {
      if (!atLeast(library, field.since)) found.set(`${scope} ${field.key}`, field);
    }
  }
  return found;
}

function* judge(
  { document, target }: RuleContext<RegistriesConf>,
  table: TableNode,
  scope: FieldScope,
  tooNew: ReadonlyMap<string, FieldInfo>,
): Iterable<RuleFinding> {
  for (const { key, keySpan } of table.entries) {
    const field = tooNew.get(`${scope} ${foldKey(key)}`);
    if (field === undefined) continue;
    const mirrorToo = field.key === 'pull-from-mirror' ? ' The mirror is used for every pull.' : '';
    yield {
      path: document.path,
      span: keySpan,
      message: `${target.id} does not know ${field.key} and ignores it.`,
      why: `It came with containers/image ${field.since.join('.')}; ${target.id} has ${target.library.join('.')}.${mirrorToo}`,
      advice:
        field.key === 'pull-from-mirror'
          ? 'Use mirror-by-digest-only on the registry, or upgrade.'
          : 'Upgrade, or do without it.',
    };
  }
}
