import type { Located } from '../model/provenance.ts';
import type { RegistriesDocument } from '../runtimes/containers/config.ts';
import { trimSlashes } from '../runtimes/containers/values.ts';
import type { ArrayNode, Entry } from '../syntax/tree.ts';

/** An entry of a search list, as written and as the reader keeps it. */
export interface SearchEntry {
  readonly item: Located<string>;
  /** Without slashes at the end. */
  readonly value: string;
  readonly index: number;
}

/** The entries of the file's search list, of either version. */
export function searchEntries({ model }: RegistriesDocument): readonly SearchEntry[] {
  const list = model.searchRegistries ?? model.v1.search;
  return (list?.items ?? []).map((item, index) => ({ item, value: trimSlashes(item.value), index }));
}

/** The array that holds the search list, for edits; undefined when it cannot be told. */
export function searchArray({ tree, model }: RegistriesDocument): ArrayNode | undefined {
  const list = model.searchRegistries;
  if (list === undefined || tree.root.kind !== 'table') return undefined;
  const entry = tree.root.entries.find(({ keySpan }: Entry) => keySpan.start === list.keySpan.start);
  const node = entry?.value;
  return node?.kind === 'array' && node.items.length === list.items.length ? node : undefined;
}
