import type { TextEdit } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import { statementAt } from '../statement-at.ts';
import type { ScalarNode, SyntaxTree, ValueNode } from '../tree.ts';
import { indentUnit, jsonValue } from './json-text.ts';
import { eolAt, indentOf, lineOf, lineStart } from './lines.ts';
import type { PlainValue } from './plain-value.ts';
import { quotesNear } from './toml-layout.ts';
import { type Quotes, tomlMultiline, tomlValue } from './toml-text.ts';
import { replaceBlock } from './yaml-block.ts';
import {
  needsBlock,
  type YamlQuotes,
  yamlBlockLines,
  yamlFlow,
  yamlScalarText,
  yamlStyle,
} from './yaml-text.ts';

/** Writes a value in place of a node, in the style of what stood there. */
export function replaceValue(tree: SyntaxTree, node: ValueNode, value: PlainValue): readonly TextEdit[] {
  if (tree.format === 'toml') return [replaceToml(tree, node, value)];
  if (tree.format === 'json') return [replaceJson(tree, node, value)];
  return [replaceYaml(tree, node, value)];
}

function replaceToml(tree: SyntaxTree, node: ValueNode, value: PlainValue): TextEdit {
  const written = node.kind === 'table' || node.kind === 'array' ? node.style === 'inline' : true;
  if (!written) throw new RangeError('a table that headers define can only be set to an object');
  const text = tomlText(tree, node, value);
  if (node.span.end > node.span.start || node.kind !== 'missing') return { span: node.span, newText: text };
  const before = tree.source.text.slice(0, node.span.start).trimEnd();
  const padded = before.endsWith('=') && before.length === node.span.start ? ` ${text}` : text;
  return { span: node.span, newText: before.endsWith('=') ? padded : ` = ${text}` };
}

function tomlText(tree: SyntaxTree, node: ValueNode, value: PlainValue): string {
  const scalar = node.kind === 'scalar' ? node : undefined;
  if (typeof value === 'string' && scalar?.type === 'string') {
    const quotes: Quotes = scalar.style.endsWith('literal') ? 'literal' : 'basic';
    const eol = eolAt(tree, lineOf(tree, node.span.start));
    const long = scalar.style.startsWith('multiline') && value.includes('\n');
    return long ? tomlMultiline(value, quotes, eol) : tomlValue(value, quotes);
  }
  if (typeof value === 'number' && scalar?.type === 'float' && Number.isInteger(value)) {
    const text = tomlValue(value, 'basic');
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
  return tomlValue(value, quotesNear(tree, statementAt(tree, node.span.start)));
}

function replaceJson(tree: SyntaxTree, node: ValueNode, value: PlainValue): TextEdit {
  const line = lineOf(tree, node.span.start);
  const multiline =
    node.kind === 'table' || node.kind === 'array'
      ? tree.source.slice(node.span).includes('\n')
      : tree.source.text.trimEnd().includes('\n');
  const context = { multiline, indent: indentOf(tree, line), eol: eolAt(tree, line) };
  const text = jsonValue(value, context, indentUnit(tree, '    '));
  const before = tree.source.text[node.span.start - 1];
  const spaced = node.kind === 'missing' && node.span.end === node.span.start && before === ':';
  return { span: node.span, newText: spaced ? ` ${text}` : text };
}

function replaceYaml(tree: SyntaxTree, node: ValueNode, value: PlainValue): TextEdit {
  const edit = replaceYamlNode(tree, node, value);
  const { text } = tree.source;
  const atEnd = edit.span.start === text.length && tree.documents.includes(node);
  if (!atEnd) return edit;
  // The first content of a file without any.
  const eol = eolAt(tree, lineOf(tree, text.length));
  const unfinished = text !== '' && !text.endsWith('\n');
  const content = edit.newText.trim();
  return { span: edit.span, newText: unfinished ? eol + content : content + eol };
}

function replaceYamlNode(tree: SyntaxTree, node: ValueNode, value: PlainValue): TextEdit {
  const style = yamlStyle(tree, indentUnit(tree, '  '));
  const quotes = quotesOf(node) ?? style.quotes;
  if (inFlow(tree, node)) return place(tree, node, yamlFlow(value, quotes));
  if (!needsBlock(value)) {
    const text =
      typeof value === 'object' && value !== null
        ? yamlFlow(value, quotes)
        : yamlScalarText(value, quotes, false);
    const isBlock = (node.kind === 'table' || node.kind === 'array') && node.style === 'block';
    return isBlock ? replaceBlock(tree, node.span, text) : place(tree, node, text);
  }
  const line = lineOf(tree, node.span.start);
  const eol = eolAt(tree, line);
  const start = lineStart(tree, line);
  const before = tree.source.text.slice(start, node.span.start);
  if (/^[ \t]*(?:-[ \t]+)*$/.test(before)) {
    const indent = ' '.repeat(before.length);
    const lines = yamlBlockLines(value, indent, style);
    return { span: node.span, newText: lines.join(eol).slice(indent.length) };
  }
  const column = /^[ \t]*(?:-[ \t]+)*/.exec(before)![0].length;
  const indent = ' '.repeat(column);
  const deeper = Array.isArray(value) && !style.indentItems ? indent : indent + style.unit;
  const spaces = /[ \t]*$/.exec(before)![0].length;
  const newText = eol + yamlBlockLines(value, deeper, style).join(eol);
  return { span: { start: node.span.start - spaces, end: node.span.end }, newText };
}

/** Puts text where a value stands, or where an empty one belongs. */
function place(tree: SyntaxTree, node: ValueNode, text: string): TextEdit {
  const { start, end } = node.span;
  if (end > start) return { span: node.span, newText: text };
  const before = tree.source.text[start - 1] ?? '\n';
  const colon = isKeyWithoutColon(tree, node) ? ':' : '';
  return { span: node.span, newText: colon + (/\s/.test(before) && colon === '' ? text : ` ${text}`) };
}

/** `{a, b}`: a flow mapping's key that has no value, not even an empty one. */
function isKeyWithoutColon(tree: SyntaxTree, node: ValueNode): boolean {
  const parent = ancestors(tree, node).at(-1);
  if (parent?.kind !== 'table') return false;
  const entry = parent.entries.find(({ value }) => value === node);
  return (
    entry !== undefined &&
    entry.keySpan.end === node.span.start &&
    tree.source.text[node.span.start - 1] !== ':'
  );
}

function quotesOf(node: ValueNode): YamlQuotes | undefined {
  const style = (node as ScalarNode).style;
  if (node.kind !== 'scalar' || node.type !== 'string') return undefined;
  return style === 'basic' || style === 'literal' || style === 'plain' ? style : undefined;
}

function inFlow(tree: SyntaxTree, node: ValueNode): boolean {
  return ancestors(tree, node).some(
    (outer) => outer.kind !== 'missing' && outer.kind !== 'scalar' && outer.style === 'inline',
  );
}

/** The collections around a node, outermost first. */
function ancestors(tree: SyntaxTree, node: ValueNode): readonly ValueNode[] {
  const path: ValueNode[] = [];
  const around = (other: ValueNode) => contains(other.span, node.span);
  let next = tree.documents.find((document) => document === node || around(document));
  while (next !== undefined && next !== node) {
    path.push(next);
    const inner: readonly ValueNode[] =
      next.kind === 'table'
        ? next.entries.map(({ value }) => value)
        : next.kind === 'array'
          ? next.items
          : [];
    next = inner.find((child) => child === node) ?? inner.find(around);
  }
  return path;
}
