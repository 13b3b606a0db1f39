import type { SourceText } from '../../text/source.ts';
import type { Entry, Statement, TableNode } from '../tree.ts';
import { readHeaderKey } from './header-key.ts';
import { type ParserState, parserState } from './state.ts';
import type { OpenTable } from './tables.ts';

/**
 * The statements of a document, in short: for `key = value` its entry and for a header its table, which hold all that a
 * statement says. Most readers of a tree never ask for statements; a large file then needs a third less memory.
 */
export type StatementLog = (Entry | OpenTable | Statement)[];

/** The statements in full, made on first use. */
export function lazyStatements(
  source: SourceText,
  root: OpenTable,
  log: () => StatementLog,
): () => readonly Statement[] {
  let made: readonly Statement[] | undefined;
  return () => {
    made ??= expand(source, root, log());
    return made;
  };
}

function expand(source: SourceText, root: OpenTable, log: StatementLog): readonly Statement[] {
  const scratch = parserState(source);
  const paths = new Map<string, readonly string[]>();
  let table = root;
  return log.map((item) => {
    if (!('kind' in item)) return keyValue(item, table, paths);
    if (item.kind !== 'table') {
      table = item.table as OpenTable;
      return item;
    }
    table = item;
    return header(scratch, item);
  });
}

function keyValue(entry: Entry, table: OpenTable, paths: Map<string, readonly string[]>): Statement {
  const { key, keySpan, span, value } = entry;
  let path = paths.get(key);
  if (path === undefined) {
    path = [key];
    paths.set(key, path);
  }
  return { kind: 'key-value', span, path, pathSpans: [keySpan], table, value };
}

/** Reads the header's key once more: it was read before, so that this finds nothing new to report. */
function header(scratch: ParserState, table: OpenTable): Statement {
  const span = table.headerSpan!;
  const isElement = table.style === 'element';
  scratch.at = span.start + (isElement ? 2 : 1);
  const { path, spans } = readHeaderKey(scratch, span.start)!;
  return { kind: isElement ? 'array-header' : 'header', span, path, pathSpans: spans, table };
}

/** Whether each statement is an entry or a table of the tree: no dotted keys, and nothing that could not be read. */
export function hasRegularLog(log: StatementLog): boolean {
  return log.every((item) => !('kind' in item) || item.kind === 'table');
}

/** The log of a tree of that kind, from the tree itself. */
export function regularLog(root: TableNode): StatementLog {
  const log: (Entry | OpenTable)[] = [];
  // no recursion: headers nest as deep as their author likes
  const open: TableNode[] = [root];
  for (let table = open.pop(); table !== undefined; table = open.pop()) {
    if (table.headerSpan !== undefined) log.push(table as OpenTable);
    for (const entry of table.entries) {
      const { value } = entry;
      if (value.kind === 'table' && value.style !== 'inline') open.push(value);
      else if (value.kind === 'array' && value.style === 'tables')
        for (const item of value.items) open.push(item as TableNode);
      else log.push(entry);
    }
  }
  return log.sort((a, b) => startOf(a) - startOf(b));
}

function startOf(item: Entry | OpenTable): number {
  return 'kind' in item ? item.headerSpan!.start : item.span.start;
}
