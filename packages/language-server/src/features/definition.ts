import { isRegistryName, namesIn } from '@mirrorwright/core';
import type { Location } from 'vscode-languageserver';
import { type DocumentView, locationOf, withoutQuotes } from '../node/document-view.ts';
import { isAtOrBelow, type NameAt, nameAt } from './names.ts';
import { exampleOf } from './where-it-leads.ts';

/** Keys that say what images are called by, in files that are made into tables. */
const declaring: ReadonlySet<string> = new Set(['registry', 'source']);

/** From a name to the entry that wins for it; from a certificate authority to its file. */
export function definition(view: DocumentView, offset: number): Location[] {
  const name = nameAt(view, offset);
  if (name === undefined) return [];
  if (name.use.role === 'authority') return authority(view, name);
  if (name.use.role === 'short-name') return [];
  const { use } = name;
  const asked = use.role === 'repository' ? `${use.value}:latest` : exampleOf(use.value);
  const matched = view.node.explain(asked)?.matched;
  const winner = matched && locationOf(view, matched.origin);
  return winner === undefined || winner === null ? declarations(view, use.value) : [winner];
}

function authority(view: DocumentView, { value }: NameAt): Location[] {
  const found = namesIn(view.document).find(
    (use) => use.role === 'authority' && use.isKey && use.value === value,
  );
  return found === undefined ? [] : [{ uri: view.uri, range: view.lines.range(found.span) }];
}

/** The upstreams or sources with the longest name that the name is at or below. */
function declarations(view: DocumentView, name: string): Location[] {
  const found = view.node.parsed.documents.flatMap((document) =>
    namesIn(document)
      .filter(
        ({ key, value, role, isKey }) =>
          !isKey && declaring.has(key) && isRegistryName(role) && isAtOrBelow(name, value),
      )
      .map((use) => ({ use, path: document.path, span: withoutQuotes(document.source.text, use.span) })),
  );
  const longest = Math.max(0, ...found.map(({ use }) => use.value.length));
  return found
    .filter(({ use }) => use.value.length === longest)
    .flatMap((origin) => locationOf(view, origin) ?? []);
}
