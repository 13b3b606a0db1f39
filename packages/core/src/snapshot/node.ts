import type { Parsed } from '../dialects/document.ts';
import type { Target } from '../model/target.ts';
import type { EffectiveConfig } from '../runtimes/containers/config.ts';

/**
 * The files of one node as one reader sees them. A lone file is a node of one file.
 * What is derived is derived once and kept: rules, explain and preview share it.
 */
export interface NodeView {
  readonly target: Target;
  /** All parsed documents, in path order. */
  readonly documents: readonly Parsed[];
  /** The merged registries configuration; computed on first use. */
  config(): EffectiveConfig;
  /** Whether the discovery rules of a root folder apply (`--root`), or the files were given by hand. */
  readonly rooted: boolean;
}
