import { neutralize } from '@mirrorwright/core';
import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver';
import type { DocumentView } from '../node/document-view.ts';
import { type RegistryTable, registriesConf } from '../node/registries.ts';

/** What holds where a registries.conf says nothing: defaults left out, and the place of the file among those read. */
export function inlayHints(view: DocumentView, range: Range): InlayHint[] {
  const model = registriesConf(view.document);
  if (model === undefined) return [];
  const wanted = view.lines.span(range);
  const touched = (table: RegistryTable): boolean =>
    table.span.start <= wanted.end && wanted.start <= table.span.end;
  return [
    ...(wanted.start === 0 ? rankHint(view) : []),
    ...model.registries.filter(touched).flatMap((table) => tableHints(view, table)),
  ];
}

/** `file 2 of 3 that podman@5.8 reads`: later files replace tables of earlier ones. */
function rankHint(view: DocumentView): InlayHint[] {
  const { files, notRead, target } = view.node.view().config();
  const { path } = view.document;
  const read = files.filter(({ role }) => role !== 'short-name-cache');
  const rank = read.findIndex((file) => file.path === path);
  const ignored = notRead.find((file) => file.path === path);
  if (ignored !== undefined) return [hint(view, 0, `not read by ${target.id}: ${ignored.reason}`)];
  if (rank === -1 || read.length < 2) return [];
  const end = view.lines.text.search(/\r?\n|$/);
  return [hint(view, end, `file ${rank + 1} of ${read.length} that ${target.id} reads`)];
}

function tableHints(view: DocumentView, table: RegistryTable): InlayHint[] {
  const { prefix, location, mirrors, mirrorByDigestOnly, headSpan, node } = table;
  // tables in braces leave no room at their end
  if (node.style === 'inline') return [];
  const own =
    location !== undefined && prefix === undefined
      ? [hint(view, headSpan.end, `prefix = "${location.value}"`)]
      : [];
  const pulls = mirrorByDigestOnly?.value === true ? 'digest-only, as the registry says' : '"all"';
  const ofMirrors = mirrors
    .filter((mirror) => mirror.pullFromMirror === undefined && mirror.node.style !== 'inline')
    .map((mirror) => hint(view, mirror.headSpan.end, `pull-from-mirror = ${pulls}`));
  return [...own, ...ofMirrors];
}

function hint(view: DocumentView, offset: number, text: string): InlayHint {
  const label = neutralize(text).slice(0, 120);
  return { position: view.lines.position(offset), label, kind: InlayHintKind.Type, paddingLeft: true };
}
