import type { DecoderVersion, LibraryVersion, RuntimeId } from '../../model/target.ts';

/** A release of a runtime and the containers/image release it was built with (its go.mod at that tag). */
export interface RuntimeRelease {
  readonly version: string;
  readonly library: LibraryVersion;
}

type Row = readonly [version: string, library: string];

const podman: readonly Row[] = [
  ['1.4', '2.0.0'],
  ['1.5', '3.0.0'],
  ['1.6', '3.0.2'],
  ['1.7', '5.1.0'],
  ['2.0', '5.5.1'],
  ['2.1', '5.6.0'],
  ['2.2', '5.8.1'],
  ['3.0', '5.10.2'],
  ['3.1', '5.10.5'],
  ['3.2', '5.12.0'],
  ['3.3', '5.15.2'],
  ['3.4', '5.16.0'],
  ['4.0', '5.19.1'],
  ['4.1', '5.21.1'],
  ['4.2', '5.22.0'],
  ['4.3', '5.23.0'],
  ['4.4', '5.24.0'],
  ['4.5', '5.25.0'],
  ['4.6', '5.26.1'],
  ['4.7', '5.28.0'],
  ['4.8', '5.29.0'],
  ['4.9', '5.29.1'],
  ['5.0', '5.30.0'],
  ['5.1', '5.31.0'],
  ['5.2', '5.32.0'],
  ['5.3', '5.33.0'],
  ['5.4', '5.34.0'],
  ['5.5', '5.35.0'],
  ['5.6', '5.36.1'],
  ['5.7', '5.38.0'],
  ['5.8', '5.39.1'],
  ['6.0', '5.40.0'],
];

const crio: readonly Row[] = [
  ['1.20', '5.7.0'],
  ['1.21', '5.11.0'],
  ['1.22', '5.15.2'],
  ['1.23', '5.16.1'],
  ['1.24', '5.17.0'],
  ['1.25', '5.22.0'],
  ['1.26', '5.23.0'],
  ['1.27', '5.25.0'],
  ['1.28', '5.27.0'],
  ['1.29', '5.29.0'],
  ['1.30', '5.29.3'],
  ['1.31', '5.32.2'],
  ['1.32', '5.33.0'],
  ['1.33', '5.35.0'],
  ['1.34', '5.36.2'],
  ['1.35', '5.38.0'],
  ['1.36', '5.38.0'],
];

const skopeo: readonly Row[] = [
  ['1.2', '5.6.0'],
  ['1.3', '5.12.0'],
  ['1.5', '5.16.1'],
  ['1.6', '5.19.1'],
  ['1.7', '5.20.0'],
  ['1.8', '5.21.1'],
  ['1.9', '5.22.0'],
  ['1.10', '5.23.0'],
  ['1.11', '5.24.0'],
  ['1.12', '5.25.0'],
  ['1.13', '5.26.1'],
  ['1.14', '5.29.0'],
  ['1.15', '5.30.0'],
  ['1.16', '5.32.0'],
  ['1.17', '5.33.0'],
  ['1.18', '5.34.0'],
  ['1.19', '5.35.0'],
  ['1.20', '5.36.0'],
  ['1.21', '5.38.0'],
  ['1.22', '5.39.1'],
];

const buildah: readonly Row[] = [
  ['1.18', '5.8.0'],
  ['1.21', '5.12.0'],
  ['1.26', '5.21.1'],
  ['1.27', '5.22.0'],
  ['1.29', '5.24.0'],
  ['1.30', '5.25.0'],
  ['1.35', '5.30.0'],
  ['1.37', '5.32.0'],
  ['1.38', '5.33.0'],
  ['1.39', '5.34.0'],
  ['1.40', '5.35.0'],
  ['1.41', '5.36.0'],
  ['1.42', '5.38.0'],
  ['1.43', '5.39.1'],
  ['1.44', '5.40.0'],
];

/** Known releases, oldest first. containers-image is the library itself: its version is the library's. */
export const releases: Readonly<Record<Exclude<RuntimeId, 'containers-image'>, readonly RuntimeRelease[]>> = {
  podman: podman.map(release),
  'cri-o': crio.map(release),
  skopeo: skopeo.map(release),
  buildah: buildah.map(release),
};

/** The oldest library release whose registries.conf is version 2 with `location`. */
export const firstLibrary: LibraryVersion = [2, 0, 0];

/**
 * Distribution builds that differ from the upstream release of the same number: Debian 12 builds both with
 * containers/image 5.23.1 and BurntSushi/toml 1.2.0.
 */
export const distributionBuilds: ReadonlyMap<
  string,
  { readonly library: LibraryVersion; readonly decoder: DecoderVersion }
> = new Map([
  ['skopeo@1.9.3', { library: [5, 23, 1], decoder: [1, 2, 0] }],
  ['podman@4.3.1', { library: [5, 23, 1], decoder: [1, 2, 0] }],
]);

function release([version, library]: Row): RuntimeRelease {
  return { version, library: versionTriple(library)! };
}

/** `5.39` or `5.39.1` as three numbers; undefined for anything else. */
export function versionTriple(text: string): LibraryVersion | undefined {
  const match = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}
