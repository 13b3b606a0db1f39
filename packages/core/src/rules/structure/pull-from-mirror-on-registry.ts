import { foldKey } from '../../dialects/registries-conf/fold.ts';
import type { RegistryTable } from '../../dialects/registries-conf/model.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import { addEntry, removeEntry } from '../../syntax/edit/index.ts';
import { fatalFindings, refusal } from '../load-errors.ts';
import { registryHolding } from '../registries-conf.ts';
import type { Fix, Rule } from '../rule.ts';

export const pullFromMirrorOnRegistry: Rule = {
  meta: {
    code: 'MW104',
    name: 'pull-from-mirror-on-registry',
    family: 'structure',
    severity: 'error',
    summary: 'pull-from-mirror is set on a registry; it belongs to its mirrors.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B5'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B5'], ({ value, origin }, document) => ({
      message: `pull-from-mirror = ${JSON.stringify(value)} stands on the registry itself.`,
      why: `It says for which references a mirror is used, so it belongs to [[registry.mirror]]. ${refusal(context)}`,
      advice: 'Write it into each mirror that it is meant for.',
      fixes: document === undefined ? [] : moveFix(document, registryHolding(document, origin.span)),
    })),
};

/** Into every mirror that says nothing else; only when there are mirrors. */
function moveFix({ path, tree }: RegistriesDocument, table: RegistryTable | undefined): readonly Fix[] {
  const setting = table?.pullFromMirror;
  const entry = table?.node.entries.find(({ key }) => foldKey(key) === 'pull-from-mirror');
  if (table === undefined || setting === undefined || entry === undefined || table.mirrors.length === 0)
    return [];
  const mirrors = table.mirrors.filter(({ pullFromMirror }) => pullFromMirror === undefined);
  const edits = [
    ...removeEntry(tree, table.node, entry),
    ...mirrors.flatMap(({ node }) => addEntry(tree, node, 'pull-from-mirror', setting.value)),
  ];
  return [
    { title: 'Move it into the mirrors', safety: 'review', edits: edits.map((edit) => ({ path, ...edit })) },
  ];
}
