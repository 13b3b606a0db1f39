import type { Span } from '../../text/span.ts';
import { OPEN_BRACKET } from './chars.ts';
import { type DocumentState, endStatement, junkEnd } from './document.ts';
import { readHeaderKey } from './header-key.ts';
import type { KeyPath } from './keys.ts';
import { hasSyntaxFault } from './problems.ts';
import { type ParserState, quote, report } from './state.ts';
import { bindElement, bindHeader, detachedTable } from './tables.ts';

export function readHeader(document: DocumentState): void {
  const { state, binder, root, statements } = document;
  const { text, at: start } = state;
  const before = state.problems.length;
  const isElement = text.charCodeAt(start + 1) === OPEN_BRACKET;
  state.at = start + (isElement ? 2 : 1);
  const key = readHeaderKey(state, start);
  if (key === undefined) {
    openDetached(document, start);
    return;
  }
  const headerSpan = closeHeader(state, start, isElement, key);
  if (isElement) {
    const { table, array } = bindElement(binder, root, key, headerSpan);
    document.table = table;
    document.array = array;
  } else {
    document.table = bindHeader(binder, root, key, headerSpan);
    document.array = undefined;
  }
  statements.push(document.table);
  endStatement(state, hasSyntaxFault(state.problems, before), 'header');
}

/** Reads the closing brackets; what is missing or in the way is reported once. */
function closeHeader(state: ParserState, start: number, isElement: boolean, key: KeyPath): Span {
  const { text, at } = state;
  const wanted = isElement ? ']]' : ']';
  if (text.startsWith(wanted, at)) {
    state.at = at + wanted.length;
    return { start, end: state.at };
  }
  const keyEnd = key.spans[key.spans.length - 1]!.end;
  const junk = junkEnd(state);
  const end = junk === at ? keyEnd : junk;
  const rest = text.slice(at, Math.max(at, end));
  const id = rest === '' || rest === ']' ? 'unclosed-header' : 'invalid-header';
  const message =
    id === 'unclosed-header'
      ? `The table header lacks its closing ${quote(wanted)}.`
      : `${quote(rest)} must not stand in a table header.`;
  report(state, id, message, id === 'unclosed-header' ? start : at, Math.max(end, keyEnd));
  state.at = end;
  return { start, end };
}

/** A header whose name is unknown: what stands under it is kept apart, so that it is not taken for another table's. */
function openDetached(document: DocumentState, start: number): void {
  const { state, statements } = document;
  const end = Math.max(junkEnd(state), start + 1);
  const span: Span = { start, end };
  document.table = detachedTable(span);
  document.array = undefined;
  statements.push({ kind: 'error', span, path: [], pathSpans: [], table: document.table });
  state.at = end;
  endStatement(state, true, 'header');
}
