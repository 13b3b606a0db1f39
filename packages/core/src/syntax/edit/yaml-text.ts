import { stringify } from 'yaml';
import type { SyntaxTree, ValueNode } from '../tree.ts';
import { isArray, isObject, type PlainValue } from './plain-value.ts';

/** How strings are written in the neighbourhood. */
export type YamlQuotes = 'plain' | 'basic' | 'literal';

/** How collections are laid out in a file. */
export interface YamlStyle {
  readonly quotes: YamlQuotes;
  /** One level of indentation. */
  readonly unit: string;
  /** Whether the items of a list stand further in than its key. */
  readonly indentItems: boolean;
}

// Words and number forms that YAML 1.1 readers, and so most of the programs we write for, do not take as strings.
const ambiguous = /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?[0-9][0-9_.:]*|---.*|\.\.\..*)$/i;

/** A scalar on one line. Strings that could be read as anything else are quoted. */
export function yamlScalarText(value: PlainValue, quotes: YamlQuotes, inFlow: boolean): string {
  if (typeof value !== 'string') return stringify(value).trimEnd();
  const text = value.toWellFormed();
  if (/[\x00-\x1f\x7f-\x9f\u2028\u2029\uFEFF\uFFFE\uFFFF]/.test(text)) return doubleQuoted(text);
  if (quotes === 'literal') return `'${text.replaceAll("'", "''")}'`;
  if (quotes === 'basic') return doubleQuoted(text);
  const plain = stringify(text, { lineWidth: 0, schema: 'core', defaultStringType: 'PLAIN' }).trimEnd();
  const isPlain = plain === text && !ambiguous.test(text) && !(inFlow && /[,[\]{}]/.test(text));
  return isPlain ? text : doubleQuoted(text);
}

function doubleQuoted(text: string): string {
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\uFEFF\uFFFE\uFFFF]/g, escaped);
}

/** Any value on one line. */
export function yamlFlow(value: PlainValue, quotes: YamlQuotes): string {
  if (isArray(value)) return `[${value.map((item) => yamlFlow(item, quotes)).join(', ')}]`;
  if (isObject(value)) {
    const parts = Object.entries(value).map(
      ([key, item]) => `${yamlKey(key, true)}: ${yamlFlow(item, quotes)}`,
    );
    return `{${parts.join(', ')}}`;
  }
  return yamlScalarText(value, quotes, true);
}

export function yamlKey(key: string, inFlow: boolean): string {
  return key === '' ? '""' : yamlScalarText(key, 'plain', inFlow);
}

/** Whether the value needs lines of its own in block style. */
export function needsBlock(value: PlainValue): boolean {
  return isArray(value) ? value.length > 0 : isObject(value) && Object.keys(value).length > 0;
}

/** `key: value` in block style, each line with its indentation. */
export function yamlEntryLines(
  key: string,
  value: PlainValue,
  indent: string,
  style: YamlStyle,
): readonly string[] {
  return afterColon(`${indent}${yamlKey(key, false)}:`, value, indent, style);
}

function afterColon(head: string, value: PlainValue, indent: string, style: YamlStyle): readonly string[] {
  if (!needsBlock(value)) return [`${head} ${yamlFlowOrScalar(value, style)}`];
  const deeper = isArray(value) && !style.indentItems ? indent : indent + style.unit;
  return [head, ...yamlBlockLines(value, deeper, style)];
}

function yamlFlowOrScalar(value: PlainValue, style: YamlStyle): string {
  if (isArray(value)) return '[]';
  return isObject(value) ? '{}' : yamlScalarText(value, style.quotes, false);
}

/** A non-empty collection in block style. */
export function yamlBlockLines(value: PlainValue, indent: string, style: YamlStyle): readonly string[] {
  if (isArray(value)) return value.flatMap((item) => yamlItemLines(item, indent, style));
  if (!isObject(value)) return [indent + yamlFlowOrScalar(value, style)];
  return Object.entries(value).flatMap(([key, item]) => yamlEntryLines(key, item, indent, style));
}

/** `- value` in block style. */
export function yamlItemLines(value: PlainValue, indent: string, style: YamlStyle): readonly string[] {
  if (!needsBlock(value)) return [`${indent}- ${yamlFlowOrScalar(value, style)}`];
  const inner = `${indent}  `;
  const [first, ...rest] = yamlBlockLines(value, inner, style);
  return [`${indent}- ${first!.slice(inner.length)}`, ...rest];
}

/** The style of a file, learned from what it holds: quotes, indentation, lists further in or not. */
export function yamlStyle(tree: SyntaxTree, unit: string): YamlStyle {
  const quotes = { plain: 0, basic: 0, literal: 0 };
  let indentItems: boolean | undefined;
  const open: ValueNode[] = [...tree.documents];
  for (let budget = 500; open.length > 0 && budget > 0; budget--) {
    const node = open.pop()!;
    if (node.kind === 'scalar' && node.type === 'string' && node.style in quotes)
      quotes[node.style as YamlQuotes]++;
    if (node.kind === 'array') open.push(...node.items.slice(0, 20));
    if (node.kind !== 'table') continue;
    for (const entry of node.entries.slice(0, 50)) {
      open.push(entry.value);
      if (node.style !== 'block' || entry.value.kind !== 'array' || entry.value.style !== 'block') continue;
      const column = (offset: number) => tree.source.position(offset).column;
      indentItems ??= column(entry.value.span.start) > column(entry.keySpan.start);
    }
  }
  const { plain, basic, literal } = quotes;
  const most = basic > plain && basic >= literal ? 'basic' : literal > plain ? 'literal' : 'plain';
  return { quotes: most, unit: /^ +$/.test(unit) ? unit : '  ', indentItems: indentItems ?? true };
}
