import { detectDialect } from '@mirrorwright/core';
import type { TextDocument } from 'vscode';
import { registriesLanguage, servedLanguages } from '../manifest/kinds.ts';

/** Beyond this many characters a file is recognised by what stands before. */
const readLength = 200_000;

/**
 * The dialect of a document, by the same test as the command line has; undefined where it is none of ours. Another YAML
 * or JSON file costs this test and no more.
 */
export function dialectOf(
  document: Pick<TextDocument, 'languageId' | 'uri' | 'getText'>,
): string | undefined {
  const { languageId, uri } = document;
  if (!servedLanguages.includes(languageId) || ownSchemes.has(uri.scheme)) return undefined;
  const text = document.getText();
  const head = text.length > readLength ? text.slice(0, readLength) : text;
  // a new file has no name yet: its language was chosen by hand
  const path =
    languageId === registriesLanguage && uri.scheme === 'untitled'
      ? 'registries.conf'
      : pathOf(uri, languageId);
  const { dialect } = detectDialect(path, head);
  if (dialect !== null) return dialect;
  return languageId === registriesLanguage ? 'registries-conf' : undefined;
}

/** Of schemas that other extensions are given. */
export const schemaScheme = 'mirrorwright-schema';

/** What is shown and never edited: previews and explanations are no configuration of the workspace. */
export const ownSchemes: ReadonlySet<string> = new Set([
  schemaScheme,
  'mirrorwright-node',
  'mirrorwright-explain',
  'mirrorwright-plan',
  'git',
  'output',
]);

function pathOf({ scheme, path }: TextDocument['uri'], languageId: string): string {
  return scheme === 'untitled' && !/\.\w+$/.test(path) ? `${path}.${languageId}` : path;
}
