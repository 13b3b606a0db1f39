/** A file as a node should have it. */
export interface NodeFile {
  /** Absolute path on the node, e.g. `/etc/containers/registries.conf.d/50-mirrors.conf`. */
  readonly path: string;
  readonly content: string;
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
  readonly owner?: string;
}

/** Something the author asked for that the target's files cannot say. Never dropped in silence. */
export interface Loss {
  /** Path of the field in the mirror policy, e.g. `upstreams[0].mirrors[1].ca`. */
  readonly field: string;
  /** The dialect or target that cannot express it. */
  readonly dialect: string;
  readonly reason: string;
}
