import { applyEdits, type TextEdit } from '../../../text/edit.ts';
import { sourceText } from '../../../text/source.ts';
import { parseJson } from '../../json.ts';
import { parseToml } from '../../toml/parse.ts';
import {
  type ArrayNode,
  type Entry,
  entryOf,
  type SyntaxFormat,
  type SyntaxTree,
  type TableNode,
  type ValueNode,
} from '../../tree.ts';
import { parseYaml } from '../../yaml.ts';

type Path = readonly (string | number)[];

/** The tree of a text. */
export function parseText(format: SyntaxFormat, text: string): SyntaxTree {
  const parse = { toml: parseToml, json: parseJson, yaml: parseYaml }[format];
  return parse(sourceText(text));
}

/** The text after an edit. */
export function editText(
  format: SyntaxFormat,
  text: string,
  change: (tree: SyntaxTree) => readonly TextEdit[],
): string {
  return applyEdits(text, change(parseText(format, text)));
}

/** The node at a path of keys and indices. */
export function at(tree: SyntaxTree, ...path: Path): ValueNode {
  let node: ValueNode = tree.root;
  for (const step of path) {
    const next = typeof step === 'string' ? entryOf(node, step)?.value : (node as ArrayNode).items[step];
    if (next === undefined) throw new Error(`nothing at ${path.join('.')}`);
    node = next;
  }
  return node;
}

export const tableAt = (tree: SyntaxTree, ...path: Path): TableNode => at(tree, ...path) as TableNode;
export const arrayAt = (tree: SyntaxTree, ...path: Path): ArrayNode => at(tree, ...path) as ArrayNode;
export const entryAt = (tree: SyntaxTree, ...path: Path): Entry =>
  entryOf(at(tree, ...path.slice(0, -1)), path.at(-1) as string)!;

/** The values of a tree, positions left out; maps as lists of pairs. */
export function values(node: ValueNode): unknown {
  if (node.kind === 'table') return { map: node.entries.map((entry) => [entry.key, values(entry.value)]) };
  if (node.kind === 'array') return node.items.map(values);
  return node.kind === 'scalar' ? [node.type, node.value] : 'missing';
}
