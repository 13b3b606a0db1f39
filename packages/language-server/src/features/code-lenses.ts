import { isRegistryName, namesIn, type Span } from '@mirrorwright/core';
import type { CodeLens } from 'vscode-languageserver';
import { citation, type DocumentView, locationOf } from '../node/document-view.ts';
import { fateOf, type RegistryTable, registriesConf } from '../node/registries.ts';
import { commands } from './commands.ts';
import { exampleOf } from './where-it-leads.ts';

/** What can be asked or seen at an entry: an explained pull, what hides it, the files that nodes get. */
export function codeLenses(view: DocumentView): CodeLens[] {
  const tables = registriesConf(view.document)?.registries;
  if (tables !== undefined) return tables.flatMap((table) => tableLenses(view, table));
  const { dialect } = view.document;
  return dialect === 'mirror-policy' || dialect === 'openshift'
    ? [...previewLenses(view), ...sourceLenses(view)]
    : [];
}

function tableLenses(view: DocumentView, table: RegistryTable): CodeLens[] {
  const name = (table.prefix ?? table.location)?.value;
  if (name === undefined || name === '') return [];
  const by = fateOf(view.node.view().config(), table)?.by;
  const place = by && locationOf(view, by.origin);
  if (by !== undefined && place !== undefined) {
    const title = `Shadowed by ${citation(view, by.origin)}`;
    return [lens(view, table.headSpan, title, commands.showPlace, [place.uri, place.range])];
  }
  const summary = mirrorSummary(table);
  const title = summary === '' ? 'Explain a pull' : `Explain a pull (${summary})`;
  return [lens(view, table.headSpan, title, commands.explainPull, [view.uri, exampleOf(name)])];
}

/** `2 mirrors, digest only`. */
function mirrorSummary({ mirrors, mirrorByDigestOnly, blocked }: RegistryTable): string {
  const digestOnly = (own: string | undefined): boolean =>
    mirrorByDigestOnly?.value === true || own === 'digest-only';
  const parts = [
    ...(mirrors.length === 0 ? [] : [mirrors.length === 1 ? '1 mirror' : `${mirrors.length} mirrors`]),
    ...(mirrors.length > 0 && mirrors.every(({ pullFromMirror }) => digestOnly(pullFromMirror?.value))
      ? ['digest only']
      : []),
    ...(blocked?.value === true ? ['blocked'] : []),
  ];
  return parts.join(', ');
}

function previewLenses(view: DocumentView): CodeLens[] {
  const first = view.document.tree.documents.find(({ kind }) => kind === 'table');
  if (first === undefined) return [];
  const at = { start: first.span.start, end: first.span.start };
  return [lens(view, at, 'Preview node files', commands.previewNodeFiles, [view.uri])];
}

/** At each upstream of a policy and each source of mirrors. */
function sourceLenses(view: DocumentView): CodeLens[] {
  return namesIn(view.document)
    .filter(
      ({ key, role, value }) =>
        (key === 'registry' || key === 'source') && isRegistryName(role) && value !== '',
    )
    .map(({ span, value }) =>
      lens(view, span, 'Explain a pull', commands.explainPull, [view.uri, exampleOf(value)]),
    );
}

function lens(view: DocumentView, span: Span, title: string, command: string, args: unknown[]): CodeLens {
  const { start, end } = view.lines.range(span);
  // a lens spans one line, also where a broken text makes a name of several
  const range = { start, end: end.line === start.line ? end : start };
  return { range, command: { title, command, arguments: args } };
}
