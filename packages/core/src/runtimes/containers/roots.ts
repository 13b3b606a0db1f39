import { compareBytes } from '../../model/prefix.ts';
import { atLeast, type Target } from '../../model/target.ts';

/** Whose files are read; `home` is relative to the root, without slashes at its ends. */
export interface Reader {
  readonly uid: number;
  readonly home: string;
}

/** The files of a node that one reader opens, in its order. Paths are relative to the root. */
export interface Discovered {
  readonly main: string | undefined;
  readonly dropIns: readonly string[];
  readonly cache: string | undefined;
  readonly notRead: readonly { readonly path: string; readonly reason: string }[];
}

const mainName = 'registries.conf';
const folderName = 'registries.conf.d';

/**
 * Which of `paths` the target reads, by the discovery rules of its library release
 * (containers-registries.conf(5), containers-registries.conf.d(5); from 5.40 `storage/pkg/configfile`).
 * The environment is never consulted.
 */
export function discover(paths: readonly string[], target: Target, reader: Reader): Discovered {
  const found = atLeast(target.library, [5, 40, 0])
    ? discoverMasked(paths, reader)
    : discoverClassic(paths, target, reader);
  const cache = cachePath(target, reader);
  const read = new Set([found.main, ...found.dropIns, cache]);
  const notRead = paths.filter((path) => !read.has(path)).flatMap((path) => whyNotRead(path, found, target));
  return { ...found, cache: paths.includes(cache ?? '') ? cache : undefined, notRead };
}

interface Chosen {
  readonly main: string | undefined;
  readonly dropIns: readonly string[];
}

function userFolder(reader: Reader): string {
  return `${reader.home}/.config/containers`;
}

function discoverClassic(paths: readonly string[], target: Target, reader: Reader): Chosen {
  const user = userFolder(reader);
  const userMain = atLeast(target.library, [5, 3, 0]) && paths.includes(`${user}/${mainName}`);
  const system = paths.includes(`etc/containers/${mainName}`) ? `etc/containers/${mainName}` : undefined;
  const folders = [
    ...(atLeast(target.library, [5, 3, 0]) && !userMain ? [`etc/containers/${folderName}`] : []),
    ...(atLeast(target.library, [5, 6, 0]) ? [`${user}/${folderName}`] : []),
  ];
  return {
    main: userMain ? `${user}/${mainName}` : system,
    dropIns: folders.flatMap((folder) => confFilesIn(folder, paths)),
  };
}

/** From 5.40: all folders always; of files with one name the most specific is read; then sorted by name. */
function discoverMasked(paths: readonly string[], reader: Reader): Chosen {
  const user = userFolder(reader);
  const bases = ['etc/containers', 'usr/share/containers'];
  const main = [user, ...bases].map((folder) => `${folder}/${mainName}`).find((path) => paths.includes(path));
  const specific =
    reader.uid === 0
      ? ['registries.rootful.conf.d']
      : [`registries.rootless.conf.d/${reader.uid}`, 'registries.rootless.conf.d'];
  const folders = [
    `${user}/${folderName}`,
    ...bases.flatMap((base) => [...specific, folderName].map((folder) => `${base}/${folder}`)),
  ];
  const byName = new Map<string, string>();
  for (const path of folders.flatMap((folder) => confFilesIn(folder, paths))) {
    const name = baseName(path);
    if (!byName.has(name)) byName.set(name, path);
  }
  const dropIns = [...byName].sort(([a], [b]) => compareBytes(a, b)).map(([, path]) => path);
  return { main, dropIns };
}

/** Direct children ending in `.conf`, hidden ones included, in byte order. */
function confFilesIn(folder: string, paths: readonly string[]): readonly string[] {
  return paths
    .filter(
      (path) =>
        path.startsWith(`${folder}/`) && !path.includes('/', folder.length + 1) && path.endsWith('.conf'),
    )
    .sort(compareBytes);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function cachePath(target: Target, reader: Reader): string | undefined {
  const hasShortNames = target.runtime !== 'skopeo' && target.runtime !== 'containers-image';
  if (!hasShortNames || !atLeast(target.library, [5, 8, 0])) return undefined;
  const name = 'short-name-aliases.conf';
  if (!atLeast(target.library, [5, 11, 0])) return `${userFolder(reader)}/${name}`;
  return reader.uid === 0 ? `var/cache/containers/${name}` : `${reader.home}/.cache/containers/${name}`;
}

function whyNotRead(
  path: string,
  chosen: Chosen,
  target: Target,
): readonly { path: string; reason: string }[] {
  const name = baseName(path);
  if (name === mainName) {
    const reason =
      chosen.main === undefined ? `${target.id} does not look there` : `${chosen.main} is read instead`;
    return [{ path, reason }];
  }
  const inFolder = /(?:^|\/)registries(?:\.rootful|\.rootless)?\.conf\.d\//.exec(path);
  if (inFolder === null) return [];
  const below = path.slice(inFolder.index + inFolder[0].length);
  if (below.includes('/') && !path.includes('.rootless.conf.d/'))
    return [{ path, reason: 'sub-directories are not read' }];
  if (!name.endsWith('.conf')) return [{ path, reason: 'only names that end in .conf are read' }];
  const twin = chosen.dropIns.find((other) => baseName(other) === name);
  if (twin !== undefined && atLeast(target.library, [5, 40, 0]))
    return [{ path, reason: `${twin} has the same name and is read instead` }];
  if (chosen.main?.includes('/.config/'))
    return [{ path, reason: `${chosen.main} exists: only the user's own drop-in folder is read` }];
  return [{ path, reason: `${target.id} does not read this folder` }];
}
