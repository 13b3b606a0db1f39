import type { SyntaxTree, TableNode } from '../tree.ts';
import type { FlowContext } from './flow.ts';
import { indentOf, lineCount } from './lines.ts';
import { isArray, isObject, type PlainValue } from './plain-value.ts';

/** The indentation of one level: that of the first indented line of the file, else `fallback`. */
export function indentUnit(tree: SyntaxTree, fallback: string): string {
  const lines = Math.min(lineCount(tree), 200);
  for (let line = 0; line < lines; line++) {
    const indent = indentOf(tree, line);
    if (indent !== '') return indent;
  }
  return fallback;
}

/**
 * A value as JSON; on several lines where its surroundings are.
 * @throws RangeError for numbers that JSON does not have.
 */
export function jsonValue(value: PlainValue, context: FlowContext, unit: string): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('JSON has no such number');
  if (!isArray(value) && !isObject(value)) return JSON.stringify(value);
  const inner = { ...context, indent: context.indent + unit };
  const parts = isArray(value)
    ? value.map((item) => jsonValue(item, inner, unit))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${jsonValue(item, inner, unit)}`);
  const [open, close] = isArray(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return open! + close!;
  if (!context.multiline) return `${open}${parts.join(', ')}${close}`;
  const lead = context.eol + inner.indent;
  return `${open}${lead}${parts.join(`,${lead}`)}${context.eol}${context.indent}${close}`;
}

/** What stands between key and value in the entries of a table; `fallback` where it cannot be seen. */
export function separatorLike(tree: SyntaxTree, table: TableNode, fallback: string): string {
  const mark = fallback.trim();
  const near = table.entries.at(-1);
  if (near === undefined || near.value.span.start < near.keySpan.end) return fallback;
  const between = tree.source.text.slice(near.keySpan.end, near.value.span.start);
  return /^[ \t]*[=:][ \t]*$/.test(between) && between.trim() === mark ? between : fallback;
}
