import { foldKey } from '../dialects/registries-conf/fold.ts';
import type { StringList, UnknownKey } from '../dialects/registries-conf/model.ts';
import type { RegistriesDocument } from '../runtimes/containers/config.ts';
import type { Comment, Statement } from '../syntax/tree.ts';
import { withoutSlashes } from '../text/slashes.ts';
import type { Span } from '../text/span.ts';
import type { FileEdit, Fix } from './rule.ts';
import { isMisplacedTopKey } from './unknown-keys.ts';

/** One version 1 list: its header, its only key, its items. */
interface V1List {
  readonly name: 'search' | 'insecure' | 'block';
  /** From the header to the end of the list. */
  readonly span: Span;
  readonly keyStatement: Statement;
  readonly list: StringList;
}

/**
 * The whole file as version 2: the search list becomes `unqualified-search-registries` above the first table, and
 * every entry of the other lists one [[registry]] with the flags of all lists it is in. Comments stay.
 * No fix where the lists are written in a way that has no such plain translation (keys of their own, inline tables),
 * or where the file already has a version 2 counterpart that would clash.
 */
export function v1ToV2(document: RegistriesDocument, safety: Fix['safety']): readonly Fix[] {
  const lists = v1Lists(document);
  if (lists === undefined || lists.length === 0 || clashes(document)) return [];
  const edits = apart([
    ...strayEdits(document),
    ...searchEdits(document, lists),
    ...tableEdits(document, lists),
    ...bareHeaderEdits(document),
  ]);
  return [{ title: 'Write the file in the version 2 format', safety, edits }];
}

/** Removals of lines next to each other may both want the blank line between them. */
function apart(edits: readonly FileEdit[]): readonly FileEdit[] {
  let end = 0;
  return edits
    .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
    .map((edit) => {
      const span = { start: Math.max(edit.span.start, end), end: Math.max(edit.span.end, end) };
      end = span.end;
      return { ...edit, span };
    });
}

/** Top-level keys that stand below a version 1 header go above the first table. */
function strayEdits(document: RegistriesDocument): readonly FileEdit[] {
  const { path, source, model, tree } = document;
  const strays = model.unknownKeys.filter(isStray);
  const first = tree.statements.find(({ kind }) => kind === 'header' || kind === 'array-header');
  if (strays.length === 0 || first === undefined) return [];
  const eol = lineEnd(document);
  const top = ownCommentsStart(document, first.span.start);
  const lines = strays.map(({ entry }) => source.slice(entry.span));
  return [
    { path, span: { start: top, end: top }, newText: `${lines.join(eol)}${eol}${eol}` },
    ...strays.map(({ entry }) => ({ path, span: wholeLines(document, entry.span), newText: '' })),
  ];
}

function isStray(unknown: UnknownKey): boolean {
  return unknown.scope === 'v1-list' && isMisplacedTopKey(unknown);
}

/** Whether every unknown key among the lists can move to the top of the file. */
function straysCanMove({ model, tree }: RegistriesDocument, lists: readonly V1List[]): boolean {
  const taken = new Set(tree.root.kind === 'table' ? tree.root.entries.map(({ key }) => foldKey(key)) : []);
  return model.unknownKeys.every((unknown) => {
    if (unknown.scope !== 'v1' && unknown.scope !== 'v1-list') return true;
    const { key, entry } = unknown;
    const inList = lists.some(({ span }) => span.start <= entry.span.start && entry.span.start < span.end);
    if (!isStray(unknown) || inList || taken.has(foldKey(key))) return false;
    taken.add(foldKey(key));
    return key !== 'unqualified-search-registries' || model.v1.search === undefined;
  });
}

/** The header above a version 1 list: the first such header of the file. */
export function firstV1Header({ model }: RegistriesDocument): Span | undefined {
  const keys = [model.v1.search, model.v1.insecure, model.v1.block].filter((list) => list !== undefined);
  const first = Math.min(...keys.map(({ keySpan }) => keySpan.start));
  return model.v1.headers.toSorted((a, b) => a.start - b.start).findLast(({ start }) => start < first);
}

const names = ['search', 'insecure', 'block'] as const;

function v1Lists(document: RegistriesDocument): readonly V1List[] | undefined {
  const { tree, model } = document;
  if (tree.problems.length > 0) return undefined;
  const lists: V1List[] = [];
  for (const name of names) {
    const list = model.v1[name];
    if (list === undefined) continue;
    const at = tree.statements.findIndex((statement) => statement.pathSpans[0]?.start === list.keySpan.start);
    const keyStatement = tree.statements[at];
    const header = tree.statements[at - 1];
    if (keyStatement?.kind !== 'key-value' || header?.kind !== 'header') return undefined;
    if (header.path.length !== 2 || keyStatement.path.length !== 1) return undefined;
    lists.push({ name, list, keyStatement, span: { start: header.span.start, end: keyStatement.span.end } });
  }
  lists.sort((a, b) => a.span.start - b.span.start);
  return straysCanMove(document, lists) ? lists : undefined;
}

function clashes({ model }: RegistriesDocument): boolean {
  const { search, insecure, block } = model.v1;
  const searchTwice = search !== undefined && model.searchRegistries !== undefined;
  const prefixes = new Set(
    model.registries.flatMap(({ prefix, location }) => [prefix?.value, location?.value]),
  );
  const entries = [...(insecure?.items ?? []), ...(block?.items ?? [])];
  return (
    searchTwice || entries.some(({ value }) => prefixes.has(withoutSlashes(value)) || prefixes.has(value))
  );
}

function searchEdits(document: RegistriesDocument, lists: readonly V1List[]): readonly FileEdit[] {
  const { path, source, tree } = document;
  const search = lists.find(({ name }) => name === 'search');
  if (search === undefined) return [];
  const eol = lineEnd(document);
  const above = commentsIn(document, { start: search.span.start, end: search.keyStatement.span.start });
  const key = `unqualified-search-registries = ${source.slice(search.list.span)}`;
  const text = [...above.map((comment) => source.slice(comment.span)), key].join(eol);
  const first = tree.statements.find(({ kind }) => kind === 'header' || kind === 'array-header');
  if (first === undefined || first.span.start === search.span.start) {
    return [{ path, span: search.span, newText: text }];
  }
  const top = ownCommentsStart(document, first.span.start);
  return [
    { path, span: { start: top, end: top }, newText: `${text}${eol}${eol}` },
    { path, span: wholeLines(document, search.span), newText: '' },
  ];
}

function tableEdits(document: RegistriesDocument, lists: readonly V1List[]): readonly FileEdit[] {
  const { path, source } = document;
  const { insecure, block } = document.model.v1;
  const flags = { insecure: valuesOf(insecure), blocked: valuesOf(block) };
  const eol = lineEnd(document);
  const written = new Set<string>();
  const edits: FileEdit[] = [];
  for (const { name, span, list, keyStatement } of lists) {
    if (name === 'search') continue;
    const above = commentsIn(document, { start: span.start, end: keyStatement.span.start });
    const notes = commentsByItem(document, keyStatement.span, list);
    const tables: string[] = [];
    for (const [index, item] of list.items.entries()) {
      const value = withoutSlashes(item.value);
      const lines = (notes.get(index) ?? []).map((comment) => source.slice(comment.span));
      if (!written.has(value)) lines.push(...tableLines(source.slice(item.span), value, flags));
      written.add(value);
      if (lines.length > 0) tables.push(lines.join(eol));
    }
    const rest = (notes.get(list.items.length) ?? []).map((comment) => source.slice(comment.span));
    const parts = [...above.map((comment) => source.slice(comment.span)), tables.join(eol + eol), ...rest];
    const newText = parts.filter((part) => part !== '').join(eol);
    edits.push({ path, span: newText === '' ? wholeLines(document, span) : span, newText });
  }
  return edits;
}

function tableLines(
  text: string,
  value: string,
  flags: { readonly insecure: ReadonlySet<string>; readonly blocked: ReadonlySet<string> },
): readonly string[] {
  const lines = ['[[registry]]', `location = ${text}`];
  if (flags.insecure.has(value)) lines.push('insecure = true');
  if (flags.blocked.has(value)) lines.push('blocked = true');
  return lines;
}

/** Headers without a list of their own: `[registries]`, or `[registries.block]` with nothing below it. */
function bareHeaderEdits(document: RegistriesDocument): readonly FileEdit[] {
  const { statements } = document.tree;
  return statements.flatMap(({ kind, path, span }, index) => {
    const empty = statements[index + 1]?.kind !== 'key-value';
    if (kind !== 'header' || path[0]?.toLowerCase() !== 'registries' || !empty) return [];
    return [{ path: document.path, span: wholeLines(document, span), newText: '' }];
  });
}

function valuesOf(list: StringList | undefined): ReadonlySet<string> {
  return new Set((list?.items ?? []).map(({ value }) => withoutSlashes(value)));
}

function lineEnd({ source }: RegistriesDocument): string {
  return source.text.includes('\r\n') ? '\r\n' : '\n';
}

function commentsIn({ tree }: RegistriesDocument, { start, end }: Span): readonly Comment[] {
  return tree.comments.filter(({ span }) => span.start >= start && span.end <= end);
}

/** Comments inside a list, by the item they stand above or behind; those after the last item under its length. */
function commentsByItem(
  document: RegistriesDocument,
  span: Span,
  list: StringList,
): ReadonlyMap<number, readonly Comment[]> {
  const found = new Map<number, Comment[]>();
  let after = 0;
  for (const comment of commentsIn(document, span)) {
    while (after < list.items.length && list.items[after]!.span.start < comment.span.start) after++;
    const index = comment.ownLine ? after : Math.max(0, after - 1);
    const known = found.get(index);
    if (known === undefined) found.set(index, [comment]);
    else known.push(comment);
  }
  return found;
}

/** Start of the comment lines that stand directly above a line. */
function ownCommentsStart({ source }: RegistriesDocument, offset: number): number {
  let { line } = source.position(offset);
  while (line > 1 && /^[ \t]*#/.test(source.line(line - 1))) line--;
  return source.lineStarts()[line - 1]!;
}

/**
 * The lines of a span with their end and one blank line below (above, at the end of the file), unless something else
 * stands on them.
 */
function wholeLines({ source }: RegistriesDocument, span: Span): Span {
  const { text } = source;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const rest = /^[ \t]*(\r?\n|$)([ \t]*(\r?\n|$))?/.exec(text.slice(span.end, span.end + 200));
  if (text.slice(lineStart, span.start).trim() !== '' || rest === null) return span;
  const end = span.end + rest[0].length;
  const blankAbove =
    end === text.length ? /\n([ \t]*\r?\n)$/.exec(text.slice(0, lineStart).slice(-100)) : null;
  return { start: lineStart - (blankAbove?.[1]?.length ?? 0), end };
}
