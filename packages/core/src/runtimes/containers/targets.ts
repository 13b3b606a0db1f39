import {
  atLeast,
  type DecoderVersion,
  type LibraryVersion,
  type RuntimeId,
  type Target,
} from '../../model/target.ts';
import { closest } from '../../text/closest.ts';
import { distributionBuilds, firstLibrary, releases, versionTriple } from './versions.ts';

export type TargetResult =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly message: string };

/** All runtimes of this family, as `--target` spells them. */
export const runtimeIds: readonly RuntimeId[] = ['podman', 'cri-o', 'buildah', 'skopeo', 'containers-image'];

/** Versions used where the user gives none: the newest release with the long-standing search paths. */
const defaultVersions: Readonly<Record<RuntimeId, string>> = {
  podman: '5.8',
  'cri-o': '1.36',
  buildah: '1.43',
  skopeo: '1.22',
  'containers-image': '5.39',
};

/**
 * Reads `podman@5.4`. A version that is not listed counts as the newest listed one not above it.
 * An unknown runtime, or a version below the first known one, is a usage error with a message for the user.
 * @param known the names that the message offers instead of an unknown one.
 */
export function parseTarget(text: string, known: readonly string[] = runtimeIds): TargetResult {
  const at = text.indexOf('@');
  const name = at === -1 ? text : text.slice(0, at);
  const runtime = runtimeIds.find((id) => id === name);
  if (runtime === undefined) return { ok: false, message: unknownRuntime(name, known) };
  const version = at === -1 ? defaultVersions[runtime] : text.slice(at + 1);
  const triple = versionTriple(version);
  if (triple === undefined) {
    return {
      ok: false,
      message: `"${version}" is not a version; write ${runtime}@${defaultVersions[runtime]}`,
    };
  }
  return resolve(runtime, version.replace(/^v/, ''), triple);
}

function unknownRuntime(name: string, known: readonly string[]): string {
  const guess = closest(name, known);
  return `unknown target "${name}"${guess === undefined ? '' : `; did you mean ${guess}?`} (known: ${known.join(', ')})`;
}

function resolve(runtime: RuntimeId, version: string, triple: LibraryVersion): TargetResult {
  const id = `${runtime}@${version}`;
  const build = distributionBuilds.get(id);
  if (build !== undefined) return { ok: true, target: { id, runtime, version, ...build } };
  const library = libraryOf(runtime, triple);
  if (library === undefined) {
    const first = runtime === 'containers-image' ? firstLibrary.join('.') : releases[runtime][0]!.version;
    return { ok: false, message: `${id} is too old: the first known release is ${runtime}@${first}` };
  }
  // the library's own builds for tests use the current decoder whatever their age
  const decoder = runtime === 'containers-image' ? currentDecoder : decoderOf(library);
  return { ok: true, target: { id, runtime, version, library, decoder } };
}

function libraryOf(runtime: RuntimeId, version: LibraryVersion): LibraryVersion | undefined {
  if (runtime === 'containers-image') return atLeast(version, firstLibrary) ? version : undefined;
  return releases[runtime].findLast((release) => atLeast(version, versionTriple(release.version)!))?.library;
}

const currentDecoder: DecoderVersion = [1, 6, 0];

/** BurntSushi/toml as required by the go.mod of containers/image at that release. */
const decoders: readonly (readonly [LibraryVersion, DecoderVersion])[] = [
  [
    [0, 0, 0],
    [0, 3, 1],
  ],
  [
    [5, 17, 0],
    [0, 4, 1],
  ],
  [
    [5, 20, 0],
    [1, 0, 0],
  ],
  [
    [5, 22, 0],
    [1, 2, 0],
  ],
  [
    [5, 25, 0],
    [1, 2, 1],
  ],
  [
    [5, 27, 0],
    [1, 3, 2],
  ],
  [
    [5, 32, 0],
    [1, 4, 0],
  ],
  [
    [5, 35, 0],
    [1, 5, 0],
  ],
  [[5, 39, 0], currentDecoder],
];

function decoderOf(library: LibraryVersion): DecoderVersion {
  return decoders.findLast(([since]) => atLeast(library, since))![1];
}

function mustParse(text: string): Target {
  const result = parseTarget(text);
  if (!result.ok) throw new Error(result.message);
  return result.target;
}

/** What is judged when the user names no target. */
export const defaultTarget: Target = mustParse('podman@5.8');
