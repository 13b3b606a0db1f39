/** A file as it was read. Immutable; read once. */
export interface SnapshotFile {
  /**
   * As given by the user for lone files; relative to the root, without a leading slash, for `--root`
   * (`etc/containers/registries.conf`).
   */
  readonly path: string;
  readonly text: string;
}

/** The files of one node (or one lone file), before any reader looks at them. */
export interface Snapshot {
  readonly files: readonly SnapshotFile[];
  /** True when the paths are those of a whole file system and discovery rules apply. */
  readonly rooted: boolean;
  /** Whose configuration is read; root by default. Home is relative to the root, without a leading slash. */
  readonly user: NodeUser;
  /** Paths that exist and could not be read, with the reason; readers fail on some of them. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

export interface NodeUser {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
}

/** uid 0 with its usual home. */
export const rootUser: NodeUser = { name: 'root', uid: 0, home: 'root' };
