import { ruleLists } from '../../dialects/openshift/mirror-set.ts';
import type { MirrorSetKind } from '../../dialects/openshift/model.ts';
import { tableAt, tablesAt } from '../../dialects/openshift/values.ts';
import { removeEntry, renameKey, setValue } from '../../syntax/edit/index.ts';
import { entryOf, type SyntaxTree, type TableNode } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { sourceText } from '../../text/source.ts';
import { apiVersions } from './yaml.ts';

/** What a server adds to an object, and refuses or replaces in one that is made. */
const ofServer = ['creationTimestamp', 'uid', 'resourceVersion', 'generation', 'selfLink', 'managedFields'];
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** A document with a mirror set as one of another kind; undefined where the text cannot be edited. */
export function migrateText(text: string, kind: MirrorSetKind, oldList: string): string | undefined {
  // only one of the kinds lacks the key, and a server drops it there: it must not come to life
  const saysPolicy = kind !== 'ImageContentSourcePolicy' && oldList !== ruleLists.ImageContentSourcePolicy;
  const steps: readonly ((tree: SyntaxTree, root: TableNode) => readonly TextEdit[])[] = [
    (tree, root) => [
      ...replaceValue(tree, root, 'apiVersion', apiVersions[kind]),
      ...replaceValue(tree, root, 'kind', kind),
    ],
    (tree, root) => {
      const list = entryOf(tableAt(root, 'spec'), oldList);
      return list === undefined ? [] : renameKey(tree, list, ruleLists[kind]);
    },
    (tree, root) => remove(tree, root, 'status'),
    ...ofServer.map(
      (key) => (tree: SyntaxTree, root: TableNode) => remove(tree, tableAt(root, 'metadata'), key),
    ),
    (tree, root) => remove(tree, tableAt(root, 'metadata', 'annotations'), lastApplied),
    (tree, root) => {
      const annotations = tableAt(root, 'metadata', 'annotations');
      return annotations?.entries.length === 0 ? remove(tree, tableAt(root, 'metadata'), 'annotations') : [];
    },
    (tree, root) =>
      saysPolicy
        ? []
        : tablesAt(tableAt(root, 'spec'), ruleLists[kind]).flatMap((rule) =>
            remove(tree, rule, 'mirrorSourcePolicy'),
          ),
  ];
  let current = text;
  for (const step of steps) {
    const tree = parseYaml(sourceText(current));
    if (tree.root.kind !== 'table' || tree.problems.length > 0) return undefined;
    const edits = step(tree, tree.root);
    if (edits.length > 0) current = applyEdits(current, edits);
  }
  return current;
}

function replaceValue(tree: SyntaxTree, root: TableNode, key: string, value: string): readonly TextEdit[] {
  const entry = entryOf(root, key);
  return entry === undefined ? [] : setValue(tree, entry.value, value);
}

function remove(tree: SyntaxTree, table: TableNode | undefined, key: string): readonly TextEdit[] {
  const entry = entryOf(table, key);
  return table === undefined || entry === undefined ? [] : removeEntry(tree, table, entry);
}
