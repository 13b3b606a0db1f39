import { fileURLToPath, pathToFileURL } from 'node:url';
import { listFolder, readText } from '@mirrorwright/io';
import type { FileSource } from '@mirrorwright/language-server';

/** The files of this machine, for the language server. Other schemes than `file` have none here. */
export const diskFiles: FileSource = {
  list: async (folder, options) => {
    const path = pathOf(folder);
    if (path === undefined) return [];
    return (await listFolder(path, options)).map((file) => pathToFileURL(file).href);
  },
  read: async (uri) => {
    const path = pathOf(uri);
    const result = path === undefined ? undefined : await readText(path);
    return result?.ok ? result.text : undefined;
  },
};

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
