/** A reader of configuration at a version: what `--target` names. */
export interface Target {
  /** `podman@5.8` as shown to the user. */
  readonly id: string;
  readonly runtime: RuntimeId;
  /** As the user gave it, or the default. */
  readonly version: string;
  /** The containers/image release inside that runtime, e.g. [5, 39, 1]. */
  readonly library: LibraryVersion;
  /** The TOML decoder of that build. */
  readonly decoder: DecoderVersion;
  /** For nodes of OpenShift: its release, major and minor. The runtime is the CRI-O of that release. */
  readonly openshift?: readonly [number, number];
}

export type RuntimeId = 'podman' | 'buildah' | 'skopeo' | 'cri-o' | 'containers-image';

/** Major, minor, patch of containers/image. */
export type LibraryVersion = readonly [number, number, number];

/** Major, minor, patch of BurntSushi/toml, e.g. [1, 2, 0] in Debian 12's skopeo, [1, 6, 0] in current releases. */
export type DecoderVersion = readonly [number, number, number];

/** Whether version `a` is at least `b`. */
export function atLeast(a: readonly [number, number, number], b: readonly [number, number, number]): boolean {
  return (a[0] - b[0] || a[1] - b[1] || a[2] - b[2]) >= 0;
}
