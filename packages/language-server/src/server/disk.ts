import type { SnapshotFile } from '@mirrorwright/core';
import type { FileSource } from '../file-source.ts';
import { normalUri, parentUri } from '../node/uri.ts';

/** Files that are not open, each read once until something says that it may have changed. */
export interface Disk {
  list(folder: string, deep?: 'deep'): Promise<readonly string[]>;
  /** The text, under the path that the node knows it by. The same object as long as it is the same text. */
  file(uri: string, path: string): Promise<SnapshotFile | undefined>;
  text(uri: string): Promise<string | undefined>;
  /** This file, or this folder with all below it, may have changed, or be new, or gone. */
  forget(uri: string): void;
  /** So may the files beside it, drop-ins included. */
  forgetBeside(uri: string): void;
  forgetAll(): void;
}

export function disk(source: FileSource): Disk {
  const texts = new Map<string, Promise<string | undefined>>();
  const lists = new Map<string, Promise<readonly string[]>>();
  const files = new Map<string, SnapshotFile>();
  const text = (uri: string): Promise<string | undefined> => {
    const known = texts.get(uri) ?? source.read(uri).catch(() => undefined);
    texts.set(uri, known);
    return known;
  };
  return {
    text,
    list: (folder, deep) => {
      const key = `${deep ?? ''} ${folder}`;
      const known = lists.get(key) ?? listed(source, folder, deep !== undefined);
      lists.set(key, known);
      return known;
    },
    file: async (uri, path) => {
      const found = await text(uri);
      if (found === undefined) return undefined;
      const known = files.get(uri);
      if (known !== undefined && known.path === path && known.text === found) return known;
      const made = { path, text: found };
      files.set(uri, made);
      return made;
    },
    forget: (uri) => {
      texts.delete(uri);
      for (const known of texts.keys()) if (known.startsWith(`${uri}/`)) texts.delete(known);
      lists.clear();
    },
    forgetBeside: (uri) => {
      const base = parentUri(uri).replace(/\/registries[\w.]*\.conf\.d$/, '');
      for (const known of texts.keys()) if (known.startsWith(`${base}/`)) texts.delete(known);
      for (const known of lists.keys()) if (!known.startsWith('deep ')) lists.delete(known);
    },
    forgetAll: () => {
      texts.clear();
      lists.clear();
    },
  };
}

async function listed(source: FileSource, folder: string, deep: boolean): Promise<readonly string[]> {
  const found = await source.list(folder, { deep }).catch(() => []);
  return [...new Set(found.map(normalUri))].sort();
}
