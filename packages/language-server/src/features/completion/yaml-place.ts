import { keyInfo, type Shape, shapeOf, type TableShape } from '@mirrorwright/core';
import type { DocumentView } from '../../node/document-view.ts';
import { type CompletionPlace, stringAt } from './place.ts';

/** A key or a dash of a line, with its column. */
interface Mark {
  readonly key: string | undefined;
  readonly column: number;
  readonly line: number;
}

/**
 * What can be completed in a YAML text. Told by indentation alone, so that it works on the half-written line that no parser
 * would read as it is meant.
 */
export function yamlPlace(view: DocumentView, offset: number): CompletionPlace | undefined {
  const { text } = view.document.source;
  const lines = text.split(/\r\n|[\r\n]/);
  const { line, character } = view.lines.position(offset);
  const before = lines[line]!.slice(0, character);
  const after = lines[line]!.slice(before.length);
  if (/(?:^|\s)#/.test(before)) return undefined;
  const parts = /^(\s*(?:- +)*)(.*)$/s.exec(before)!;
  const content = parts[2]!;
  const column = parts[1]!.length;
  const keyed = /^("[^"]*"|'[^']*'|[^\s:#]+):(?:\s+(.*))?$/.exec(content);
  const path = pathTo(lines, line, column);
  if (keyed !== null) {
    if (keyed[2] === undefined && !/\s$/.test(before)) return undefined;
    const under = shapeAt(view, lines, [...path, { key: unquote(keyed[1]!), column, line }]);
    return under && valuePlace(under.shape, keyed[2] ?? '', after, offset);
  }
  if (!/^["']?[\w.:/@*-]*$/.test(content)) return undefined;
  return contentPlace(view, { lines, line, column, content, after, offset, path });
}

interface Content {
  readonly lines: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly content: string;
  readonly after: string;
  readonly offset: number;
  readonly path: readonly Mark[];
}

/** A line, or a line behind a dash, on which a key or an item begins. */
function contentPlace(view: DocumentView, at: Content): CompletionPlace | undefined {
  const under = shapeAt(view, at.lines, [...at.path, { key: undefined, column: at.column, line: at.line }]);
  if (under === undefined) return undefined;
  const hasValue = /^[\w-]*:(?:\s|$)/.test(at.after);
  const rest =
    (at.content === '' && stringAt(at.after)) || (hasValue ? /^[\w-]*/ : /^[\w.:/@*-]*/).exec(at.after)![0];
  // before anything else a new key or item would not stand on its own line
  if (!hasValue && !/^\s*(?:#|$)/.test(at.after.slice(rest.length))) return undefined;
  const replace = { start: at.offset - at.content.length, end: at.offset + rest.length };
  const { shape } = under;
  if (shape.kind === 'list') return { kind: 'item', item: shape.item, replace, dash: true };
  if (under.table === undefined && shape.kind !== 'map')
    return valuePlace(shape, at.content, at.after, at.offset);
  const present = new Set(siblings(at.lines, at.line, at.column).keys());
  if (under.table !== undefined) {
    return {
      kind: 'key',
      table: under.table,
      present,
      replace,
      hasValue,
      quoted: false,
      blocks: at.column === 0,
    };
  }
  return { kind: 'value', shape, replace, quoted: false, asKey: { hasValue, present } };
}

function valuePlace(
  shape: Shape,
  written: string,
  after: string,
  offset: number,
): CompletionPlace | undefined {
  const inFlow = /^\[(.*)$/.exec(written);
  if (inFlow !== null) {
    if (shape.kind !== 'list') return undefined;
    const part = inFlow[1]!.slice(inFlow[1]!.lastIndexOf(',') + 1).trimStart();
    return valuePlace(shape.item, part, /^[^,\]]*/.exec(after)![0], offset);
  }
  if (shape.kind === 'list') return undefined;
  const quote = /^(["'])((?:(?!\1).)*)$/.exec(written);
  const part = quote?.[2] ?? written;
  if (quote === null && !/^[\w.:/@*-]*$/.test(part)) return undefined;
  const rest = restOfValue(quote?.[1], part, after);
  if (quote === null && !/^\s*(?:#|$)/.test(after.slice(rest.length))) return undefined;
  return {
    kind: 'value',
    shape,
    replace: { start: offset - part.length, end: offset + rest.length },
    quoted: quote !== null,
  };
}

/** What of the value stands behind the cursor. A string without its end does not take the rest of the line. */
function restOfValue(quote: string | undefined, written: string, after: string): string {
  if (quote !== undefined) return after.slice(0, Math.max(0, after.indexOf(quote)));
  return (written === '' && stringAt(after)) || /^[\w.:/@*-]*/.exec(after)![0];
}

function unquote(key: string): string {
  return key.replace(/^["']|["']$/g, '');
}

/** The keys and dashes that a column of a line lies below, outermost first. */
function pathTo(lines: readonly string[], line: number, column: number): readonly Mark[] {
  const path: Mark[] = [];
  let limit = column;
  let belowDash = false;
  for (let at = line; at >= 0 && (limit > 0 || belowDash); at--) {
    if (at !== line && /^---/.test(lines[at]!)) break;
    for (const mark of marksOf(lines[at]!, at).toReversed()) {
      const isDash = mark.key === undefined;
      const fits = mark.column < limit || (!isDash && belowDash && mark.column === limit && at !== line);
      if (!fits) continue;
      path.unshift(mark);
      limit = mark.column;
      belowDash = isDash;
    }
  }
  return path;
}

/** The dashes and the key that a line begins with. */
function marksOf(text: string, line: number): readonly Mark[] {
  const match = /^(\s*)((?:- +|-$)*)(?:("[^"]*"|'[^']*'|[^\s:#'"-][^\s:#]*):(?=\s|$))?/.exec(text);
  if (match === null) return [];
  const marks: Mark[] = [];
  let column = match[1]!.length;
  for (const dash of match[2]!.match(/- *|-$/g) ?? []) {
    marks.push({ key: undefined, column, line });
    column += dash.length;
  }
  if (match[3] !== undefined) marks.push({ key: unquote(match[3]), column, line });
  return marks;
}

interface Under {
  readonly shape: Shape;
  /** The keys of the table, where the shape is one: which, its tag among the neighbours says. */
  readonly table: TableShape | undefined;
}

/** The shape below a path. A last mark without a key stands for the content of that line. */
function shapeAt(view: DocumentView, lines: readonly string[], path: readonly Mark[]): Under | undefined {
  let shape: Shape | undefined = shapeOf(view.document.dialect);
  for (const [index, mark] of path.entries()) {
    const isContent = index === path.length - 1 && mark.key === undefined;
    if (isContent) return { shape, table: tableIn(shape, lines, mark) };
    if (mark.key === undefined) shape = shape.kind === 'list' ? shape.item : undefined;
    else if (shape.kind === 'map') shape = shape.value;
    else {
      const table = tableIn(shape, lines, mark);
      shape = table && keyInfo(table, mark.key)?.shape;
    }
    if (shape === undefined) return undefined;
  }
  return { shape, table: undefined };
}

function tableIn(shape: Shape, lines: readonly string[], { line, column }: Mark): TableShape | undefined {
  if (shape.kind === 'table') return shape;
  if (shape.kind !== 'variant') return undefined;
  const tag = siblings(lines, line, column).get(shape.tag);
  return (tag === undefined ? undefined : shape.cases.get(tag)) ?? shape.common;
}

/** The other keys of the mapping that has its keys in this column, with the values on their lines. */
function siblings(lines: readonly string[], line: number, column: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const collect = (step: 1 | -1): void => {
    for (let at = line + step; at >= 0 && at < lines.length; at += step) {
      const text = lines[at]!;
      if (/^---/.test(text)) return;
      if (/^\s*(?:#.*)?$/.test(text)) continue;
      const marks = marksOf(text, at);
      const key = marks.find((mark) => mark.key !== undefined && mark.column === column);
      if (key !== undefined && (step === -1 || marks.length === 1))
        found.set(key.key!, unquote(text.slice(text.indexOf(':', column) + 1).trim()));
      // a dash in front of the key, or anything further out, is where the mapping begins or ends
      if (marks.some((mark) => mark.column < column) || (marks.length === 0 && text.search(/\S/) < column))
        return;
    }
  };
  collect(-1);
  if (marksOf(lines[line] ?? '', line).every((mark) => mark.key === undefined || mark.column >= column))
    collect(1);
  return found;
}
