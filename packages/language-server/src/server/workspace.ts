import {
  detectDialect,
  groupFiles,
  noSettings,
  readSettings,
  rootUser,
  rules,
  type Settings,
  type Snapshot,
  type SnapshotFile,
  sourceText,
} from '@mirrorwright/core';
import type { SettingsFile } from '../features/suppress-action.ts';
import type { DocumentView } from '../node/document-view.ts';
import { type JudgedNode, judgedNode } from '../node/judged-node.ts';
import { childUri, nameOf, normalUri, parentUri, pathOfUri, relativeTo } from '../node/uri.ts';
import type { Disk } from './disk.ts';
import type { OpenFiles } from './open-files.ts';
import type { ServerSettings } from './settings.ts';

/** Puts together what a document belongs to: its node, of open files and of those on disk, and its settings. */
export interface Workspace {
  /** Undefined for documents that are none of ours. */
  view(uri: string): Promise<DocumentView | undefined>;
  settingsFile(uri: string): Promise<SettingsFile | undefined>;
  path(uri: string): string;
}

export interface WorkspaceParts {
  readonly open: OpenFiles;
  readonly disk: Disk;
  readonly folders: () => readonly string[];
  readonly settings: () => ServerSettings;
}

/** More files than this in one folder are no configuration of one node or cluster. */
const mostFiles = 500;

export function workspace(parts: WorkspaceParts): Workspace {
  const { open, disk } = parts;
  const kept = new Map<string, { readonly key: readonly unknown[]; readonly node: JudgedNode }>();
  const path = (uri: string): string => pathIn(parts.folders(), uri, open.get(uri)?.languageId);
  const file = async (uri: string): Promise<SnapshotFile | undefined> =>
    open.file(uri, path(uri)) ?? (await disk.file(uri, path(uri)));

  const settingsOf = settingsReader(parts, path);

  const nodeOf = async (uri: string, own: SnapshotFile): Promise<JudgedNode> => {
    const uris = await neighbours(uri, own, disk, open);
    const found = await Promise.all(
      uris.map(async (one) => ({ uri: one, file: one === uri ? own : await file(one) })),
    );
    const present = found.filter((one): one is { uri: string; file: SnapshotFile } => one.file !== undefined);
    const groups = groupFiles(present.map((one) => one.file));
    const snapshot: Snapshot = groups.find(({ files }) => files.includes(own)) ?? {
      files: [own],
      rooted: false,
      user: rootUser,
      unreadable: [],
    };
    const settings = await settingsOf(uri);
    const { targets } = parts.settings();
    const key = [...snapshot.files, settings, targets];
    const name = snapshot.files.map((one) => one.path).join('\n');
    const known = kept.get(name);
    if (
      known !== undefined &&
      known.key.length === key.length &&
      known.key.every((one, index) => one === key[index])
    )
      return known.node;
    const byPath = new Map(present.map((one) => [one.file.path, open.get(one.uri)?.uri ?? one.uri]));
    const node = judgedNode(snapshot, byPath, { targets, settings }, known?.node);
    kept.delete(name);
    kept.set(name, { key, node });
    // the oldest goes: a client may open many files one after the other
    for (const oldest of kept.keys()) if (kept.size > 20) kept.delete(oldest);
    return node;
  };

  return {
    path,
    settingsFile: async (uri) => {
      const found = await findSettings(normalUri(uri), parts);
      if (found !== undefined) return found;
      const [folder] = parts.folders().filter((one) => relativeTo(one, normalUri(uri)) !== undefined);
      return folder === undefined
        ? undefined
        : { uri: childUri(folder, settingsName), text: undefined, folder };
    },
    view: async (given) => {
      const uri = normalUri(given);
      const own = await file(uri);
      if (own === undefined) return undefined;
      const node = await nodeOf(uri, own);
      const document = node.document(own.path);
      const lines = node.lines(own.path);
      if (document === undefined || lines === undefined) return undefined;
      const shown = open.get(uri);
      return { uri: shown?.uri ?? uri, languageId: shown?.languageId ?? '', document, lines, node };
    },
  };
}

/** Relative to the folder of the workspace that holds it, else in full. A new document is called what its language says. */
function pathIn(folders: readonly string[], uri: string, languageId: string | undefined): string {
  const inside = folders.map((folder) => relativeTo(folder, uri)).find((path) => path !== undefined);
  if (inside !== undefined) return inside;
  const path = pathOfUri(uri);
  const isNew = !uri.startsWith('file:') && !/\.[a-z]+$/i.test(path);
  return isNew && languageId === 'containers-registries-conf' ? `${path}/registries.conf` : path;
}

/** The files that may belong to the node of a document: what lies beside it, and the drop-ins of a registries.conf. */
async function neighbours(
  uri: string,
  { path, text }: SnapshotFile,
  disk: Disk,
  open: OpenFiles,
): Promise<readonly string[]> {
  const { dialect } = detectDialect(path, text);
  if (dialect === null || dialect === 'mirror-policy' || dialect === 'short-name-cache' || !uri.includes('/'))
    return [uri];
  const folder = parentUri(uri);
  const isDropIn = /^registries(?:\.root(?:ful|less))?\.conf\.d$/.test(nameOf(folder));
  const base = isDropIn ? parentUri(folder) : folder;
  const folders =
    dialect === 'openshift' ? [folder] : [base, isDropIn ? folder : childUri(base, 'registries.conf.d')];
  const wanted =
    dialect === 'openshift'
      ? /\.(?:ya?ml|json)$/
      : /\/(?:registries\.conf|policy\.json|registries(?:\.root(?:ful|less))?\.conf\.d\/[^/]+)$/;
  const listed = (await Promise.all(folders.map((one) => disk.list(one)))).flat();
  const beside = open.uris().filter((one) => folders.includes(parentUri(one)));
  const found = [...new Set([...listed, ...beside])].filter((one) => wanted.test(one));
  return [...new Set([uri, ...found.slice(0, mostFiles)])];
}

const settingsName = 'mirrorwright.toml';

/** The nearest settings file upwards, as far as the folder of the workspace. */
async function findSettings(
  uri: string,
  { open, disk, folders }: WorkspaceParts,
): Promise<SettingsFile | undefined> {
  if (!uri.startsWith('file:') && folders().every((folder) => relativeTo(folder, uri) === undefined))
    return undefined;
  const top = folders().find((folder) => relativeTo(folder, uri) !== undefined);
  for (let folder = parentUri(uri); folder.length >= 'file://'.length; folder = parentUri(folder)) {
    const at = childUri(folder, settingsName);
    const text = open.get(at)?.getText() ?? (await disk.text(at));
    if (text !== undefined) return { uri: at, text, folder };
    if (folder === top) return undefined;
  }
  return undefined;
}

interface ReadText {
  readonly text: string;
  readonly base: string;
  readonly settings: Settings;
}

/** The settings of a document, read anew when their text changes, or when what paths are relative to does. */
function settingsReader(
  parts: WorkspaceParts,
  path: (uri: string) => string,
): (uri: string) => Promise<Settings> {
  const readTexts = new Map<string, ReadText>();
  return async (uri) => {
    const file = await findSettings(uri, parts);
    if (file?.text === undefined) return noSettings;
    const known = readTexts.get(file.uri);
    const base = path(childUri(file.folder, 'x')).replace(/x$/, '');
    if (known?.text === file.text && known.base === base) return known.settings;
    const { settings } = readSettings(sourceText(file.text), rules);
    const made = {
      ...settings,
      relativePath: (one: string) => (one.startsWith(base) ? one.slice(base.length) : one),
    };
    readTexts.set(file.uri, { text: file.text, base, settings: made });
    return made;
  };
}
