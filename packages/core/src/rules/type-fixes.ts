import { foldKey } from '../dialects/registries-conf/fold.ts';
import type { TypeErrorAt } from '../dialects/registries-conf/model.ts';
import type { RegistriesDocument } from '../runtimes/containers/config.ts';
import { renameKey } from '../syntax/edit/index.ts';
import { type Entry, entryOf } from '../syntax/tree.ts';
import type { Fix } from './rule.ts';

/** Fixes for a value of the wrong type, where its text says what was meant. */
export function typeFixes(document: RegistriesDocument, error: TypeErrorAt): readonly Fix[] {
  if (error.path === 'registries' && error.found === 'array') return pluralRegistries(document);
  const text = document.source.slice(error.span);
  const doubled = text.startsWith('[') && document.source.text[error.span.end] === ']';
  const better = doubled ? openingOnly(error, text) : betterText(error, text);
  if (better === undefined) return [];
  const edits = [{ path: document.path, span: error.span, newText: better.text }];
  return [{ title: better.title, safety: better.safety, edits }];
}

interface Better {
  readonly text: string;
  readonly title: string;
  readonly safety: Fix['safety'];
}

function betterText({ path, expected, found }: TypeErrorAt, text: string): Better | undefined {
  if (expected === 'boolean') return asBoolean(text);
  if (expected === 'array of strings' && found === 'string') {
    return { text: `[${text}]`, title: 'Make it a list', safety: /[ ,]/.test(text) ? 'review' : 'safe' };
  }
  if (expected === 'array of tables' && /^\[[^[]/.test(text) && found === 'table') {
    return { text: `[${text}]`, title: `Write [${text}], one element of a list`, safety: 'safe' };
  }
  if (expected === 'array of tables' && text.startsWith('{')) {
    return { text: `[${text}]`, title: 'Make it a list of tables', safety: 'safe' };
  }
  if (path === 'registry.mirror' && expected === 'table' && found === 'string') {
    return { text: `{ location = ${text} }`, title: 'Make it a table with a location', safety: 'safe' };
  }
  if (expected === 'string' && /^[A-Za-z0-9._:+-]+$/.test(text)) {
    return { text: `"${text}"`, title: 'Put it in quotes', safety: 'review' };
  }
  return undefined;
}

/** `[registry]]`: only the first bracket is missing. */
function openingOnly({ expected }: TypeErrorAt, text: string): Better | undefined {
  if (expected !== 'array of tables' || !/^\[[^[]/.test(text)) return undefined;
  return { text: `[${text}`, title: `Write [${text}], one element of a list`, safety: 'safe' };
}

function asBoolean(text: string): Better | undefined {
  const word = /^["']?(true|false)["']?$/i.exec(text)?.[1]?.toLowerCase();
  if (word !== undefined) return { text: word, title: `Write ${word} without quotes`, safety: 'safe' };
  if (text !== '0' && text !== '1') return undefined;
  const meant = text === '1' ? 'true' : 'false';
  return { text: meant, title: `Write ${meant}`, safety: 'review' };
}

/** `[[registries]]` where `[[registry]]` was meant. */
function pluralRegistries({ path, tree, model }: RegistriesDocument): readonly Fix[] {
  const entry = entryOf(tree.root, 'registries');
  if (entry === undefined || model.registryEntry !== undefined || !holdsRegistries(entry)) return [];
  const edits = renameKey(tree, entry, 'registry').map((edit) => ({ path, ...edit }));
  return [{ title: 'Write [[registry]]', safety: 'safe', edits }];
}

function holdsRegistries({ value }: Entry): boolean {
  if (value.kind !== 'array') return false;
  const [first] = value.items;
  if (first?.kind !== 'table') return false;
  return first.entries.some(({ key }) => ['location', 'prefix'].includes(foldKey(key)));
}
