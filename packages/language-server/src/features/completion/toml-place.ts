import { keyInfo, locate, type Shape, statementsAt, type TableShape, tableShape } from '@mirrorwright/core';
import type { DocumentView } from '../../node/document-view.ts';
import { type CompletionPlace, stringAt } from './place.ts';

/** What can be completed in a TOML text. Told by the line, and by the header above it: the line itself is seldom complete. */
export function tomlPlace(view: DocumentView, offset: number): CompletionPlace | undefined {
  const { text } = view.document.source;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const before = text.slice(start, offset);
  const after = text.slice(offset, end === -1 ? text.length : end).replace(/\r$/, '');
  if (isInComment(before)) return undefined;
  const header = /^\s*(\[.*)$/.exec(before);
  if (header !== null && !inList(view, start)) {
    const rest = /^[^\]#]*\]*/.exec(after)![0].trimEnd();
    return { kind: 'header', replace: { start: offset - header[1]!.length, end: offset + rest.length } };
  }
  const table = tableAbove(view, start);
  const value = /^\s*("[^"]*"|'[^']*'|[\w-]+)\s*=\s*(.*)$/.exec(before);
  const list = value === null ? listAbove(text, start) : undefined;
  if (value !== null || list !== undefined) {
    const key = (value?.[1] ?? list!).replace(/^["']|["']$/g, '');
    const shape = table.shape && shapeUnder(table.shape, key);
    // a list has to be opened before its items can be written
    if (shape?.kind === 'list' && list === undefined && !value![2]!.startsWith('[')) return undefined;
    return shape && valuePlace(shape, value?.[2] ?? before, after, offset);
  }
  const word = /^\s*("[^"]*|'[^']*|[\w-]*)$/.exec(before);
  if (word === null || table.shape === undefined) return undefined;
  const rest = restOfKey(word[1]!, after);
  const behind = after.slice(rest.length);
  // before anything else a new key would not stand on its own line
  if (!/^\s*(?:=|#|$)/.test(behind)) return undefined;
  const hasValue = /^\s*=/.test(behind);
  const replace = { start: offset - word[1]!.length, end: offset + rest.length };
  if (table.shape.kind === 'map')
    return {
      kind: 'value',
      shape: table.shape,
      replace,
      quoted: false,
      asKey: { hasValue, present: table.present },
    };
  const keys = tableShape(table.shape, undefined);
  return (
    keys && {
      kind: 'key',
      table: keys,
      present: table.present,
      replace,
      hasValue,
      quoted: false,
      blocks: true,
    }
  );
}

/** What of the key stands behind the cursor. */
function restOfKey(written: string, after: string): string {
  const quote = written[0];
  if (quote === '"' || quote === "'") {
    const end = after.indexOf(quote);
    if (end !== -1) return after.slice(0, end + 1);
  }
  return (written === '' && stringAt(after)) || /^[\w-]*/.exec(after)![0];
}

/** An odd number of quotes before the mark means that it stands in a string. */
function isInComment(before: string): boolean {
  const mark = before.indexOf('#');
  return mark !== -1 && (before.slice(0, mark).match(/"/g)?.length ?? 0) % 2 === 0;
}

interface TableAbove {
  readonly shape: Shape | undefined;
  readonly present: ReadonlySet<string>;
}

/** The table that a line at this offset belongs to. */
function tableAbove(view: DocumentView, lineStart: number): TableAbove {
  const { tree } = view.document;
  const { header, statement } = statementsAt(tree, Math.max(0, lineStart - 1));
  const above = lineStart === 0 ? undefined : (header ?? statement);
  const isRoot =
    above === undefined || (header === undefined && above.kind !== 'header' && above.kind !== 'array-header');
  const value = isRoot ? locate(view.document, 0)?.value : locate(view.document, above.span.start)?.value;
  const root = isRoot && tree.root.kind === 'table' ? tree.root : undefined;
  const node = root ?? header?.table;
  return {
    shape: isRoot ? rootShape(view) : value?.shape,
    present: new Set(node?.entries.map(({ key }) => key.toLowerCase()) ?? []),
  };
}

function rootShape(view: DocumentView): TableShape | undefined {
  let value = locate(view.document, 0)?.value;
  while (value?.parent !== undefined) value = value.parent;
  return tableShape(value?.shape, undefined);
}

function shapeUnder(shape: Shape, key: string): Shape | undefined {
  if (shape.kind === 'map') return shape.value;
  const table = tableShape(shape, undefined);
  return table && keyInfo(table, key)?.shape;
}

/** `written` is what stands before the cursor behind the `=`, or on a line of a list. */
function valuePlace(
  shape: Shape,
  written: string,
  after: string,
  offset: number,
): CompletionPlace | undefined {
  const inList = shape.kind === 'list';
  const wanted = inList ? shape.item : shape;
  const part = inList
    ? written.slice(Math.max(written.lastIndexOf(','), written.lastIndexOf('[')) + 1).trimStart()
    : written;
  const open = /^(["'])((?:(?!\1).)*)$/.exec(part);
  if (open !== null) {
    const rest = /^[^"']*/.exec(after)![0];
    const closed = after[rest.length] === open[1];
    const end = closed ? offset + rest.length : offset;
    return { kind: 'value', shape: wanted, replace: { start: offset - open[2]!.length, end }, quoted: true };
  }
  if (!/^[\w-]*$/.test(part)) return undefined;
  const rest = (part === '' && stringAt(after)) || /^[\w-]*/.exec(after)![0];
  if (!/^\s*(?:[#,\]}]|$)/.test(after.slice(rest.length))) return undefined;
  return {
    kind: 'value',
    shape: wanted,
    replace: { start: offset - part.length, end: offset + rest.length },
    quoted: false,
  };
}

/** Lines of a list that are looked at. */
const longestList = 200;

/** The key of a list that is open at the beginning of a line. */
function listAbove(text: string, lineStart: number): string | undefined {
  let end = lineStart - 1;
  for (let count = 0; count < longestList && end > 0; count++) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).replace(/\r$/, '');
    const opening = /^\s*("[^"]*"|'[^']*'|[\w-]+)\s*=\s*\[([^\]]*)$/.exec(line);
    if (opening !== null) return opening[1]!;
    if (/^\s*\[|\]\s*(?:#.*)?$|^\s*[\w-]+\s*=/.test(line)) return undefined;
    end = start - 1;
  }
  return undefined;
}

function inList(view: DocumentView, lineStart: number): boolean {
  return listAbove(view.document.source.text, lineStart) !== undefined;
}
