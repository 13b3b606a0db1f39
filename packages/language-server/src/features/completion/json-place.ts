import {
  type ShapedValue,
  shapedChildren,
  shapedDocuments,
  shapeOf,
  stringOf,
  tableShape,
} from '@mirrorwright/core';
import type { DocumentView } from '../../node/document-view.ts';
import { type CompletionPlace, stringAt } from './place.ts';

/** What can be completed in a JSON text: told by the object or list around the cursor and the mark before it. */
export function jsonPlace(view: DocumentView, offset: number): CompletionPlace | undefined {
  const { tree, dialect, source } = view.document;
  const { text } = source;
  const word = wordAt(text, offset);
  const around = container(shapedDocuments(tree, shapeOf(dialect))[0], word.start - 1);
  if (around === undefined) return undefined;
  const mark = lastMark(text, word.start - (word.quoted ? 1 : 0));
  const replace = { start: word.start, end: word.end };
  const next = /^\s*(.?)/s.exec(text.slice(word.end + (word.quoted ? 1 : 0)))![1]!;
  const comma = !word.quoted && !['', ',', ':', ']', '}'].includes(next);
  if (around.node.kind === 'array') {
    if (around.shape.kind !== 'list' || (mark !== '[' && mark !== ',')) return undefined;
    return { kind: 'value', shape: around.shape.item, replace, quoted: word.quoted, comma };
  }
  if (around.node.kind !== 'table') return undefined;
  if (mark === ':') {
    // a value stands there already, only not at the cursor
    if (comma && !/^\s*"(?:\\.|[^"\\\r\n])*"\s*:/.test(text.slice(word.end))) return undefined;
    const entry = around.node.entries.findLast(({ keySpan }) => keySpan.end <= word.start);
    const child = shapedChildren(around).find((one) => one.entry === entry);
    return child && { kind: 'value', shape: child.shape, replace, quoted: word.quoted, comma };
  }
  if (mark !== '{' && mark !== ',') return undefined;
  const hasValue = next === ':';
  const present = new Set(
    around.node.entries
      .filter(({ keySpan }) => keySpan.end < offset || keySpan.start > offset)
      .map(({ key }) => key),
  );
  if (around.shape.kind === 'map') {
    const asKey = { hasValue, present };
    return { kind: 'value', shape: around.shape, replace, quoted: word.quoted, asKey, comma };
  }
  const table = tableShape(around.shape, around.node);
  return (
    table && { kind: 'key', table, present, replace, hasValue, quoted: word.quoted, blocks: false, comma }
  );
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** The text of the string that the offset is in, or the bare word around it. */
function wordAt(text: string, offset: number): Word {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const opening = openQuote(before);
  if (opening !== -1) {
    const start = lineStart + opening + 1;
    const rest = /^(?:\\.|[^"\\\r\n])*/.exec(text.slice(offset, offset + 2000))![0];
    // without its own end a string must not take the rest of the line
    const end = text[offset + rest.length] === '"' ? offset + rest.length : offset;
    return { start, end, quoted: true };
  }
  let start = offset;
  while (start > lineStart && /[\w.-]/.test(text[start - 1]!)) start--;
  const after = text.slice(offset, offset + 2000);
  const rest = (start === offset && stringAt(after)) || /^[\w.-]*/.exec(after)![0];
  return { start, end: offset + rest.length, quoted: false };
}

/** Where the string begins that a line leaves open; -1 where none is. */
function openQuote(line: string): number {
  let opening = -1;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === '"') opening = opening === -1 ? at : -1;
  }
  return opening;
}

/** The innermost object or list that the offset is in. */
function container(value: ShapedValue | undefined, offset: number): ShapedValue | undefined {
  if (value === undefined) return undefined;
  let found = value;
  for (;;) {
    const inner = shapedChildren(found).find(
      ({ node }) =>
        (node.kind === 'table' || node.kind === 'array') &&
        node.span.start <= offset &&
        offset < node.span.end,
    );
    if (inner === undefined) return stringOf(found.node) === undefined ? found : undefined;
    found = inner;
  }
}

function lastMark(text: string, before: number): string {
  for (let at = before - 1; at >= 0; at--) if (!/\s/.test(text[at]!)) return text[at]!;
  return '';
}
