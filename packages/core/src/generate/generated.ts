import type { Loss, NodeFile } from '../model/node-file.ts';
import type { Rendered } from '../runtimes/openshift/render.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { Certificates } from './openshift/authorities.ts';

/** What `generate` makes of a mirror policy for one target. */
export interface Generated {
  readonly target: string;
  /** Node files with absolute paths. For OpenShift the resources to apply, with bare names such as `image.yaml`. */
  readonly files: readonly GeneratedFile[];
  /**
   * For OpenShift: what the operator makes of the resources, applied to what the cluster has. Its own protection of the
   * release image is left out where the cluster is not known.
   */
  readonly rendered?: Rendered;
  /** For OpenShift, where the cluster is known: what its nodes have before the resources are applied. */
  readonly present?: Rendered;
  readonly losses: readonly Loss[];
  /** What a person has to do beside the files, such as installing a certificate. */
  readonly notes: readonly GenerateNote[];
  /** Not empty: the files would not do what the policy asks, and should not be written. */
  readonly problems: readonly GenerateProblem[];
}

export interface GeneratedFile extends NodeFile {
  /** new: nothing was there. edited: existing text with `edits` applied. unchanged: existing text already says it. */
  readonly change: 'new' | 'edited' | 'unchanged';
  /** Against the existing text; empty for new files. */
  readonly edits: readonly TextEdit[];
}

export interface GenerateNote {
  /** Path of the field in the mirror policy. */
  readonly field: string;
  readonly text: string;
}

/** Why no right files can be made. */
export interface GenerateProblem {
  /** The mirror policy, or the existing file that cannot be edited. */
  readonly path: string;
  readonly message: string;
  readonly span?: Span;
}

export interface GenerateOptions {
  /**
   * The registries.conf file to make or edit, relative to the root of the node without a leading slash. Default:
   * `etc/containers/registries.conf.d/50-mirrors.conf`; for readers without drop-ins `etc/containers/registries.conf`.
   */
  readonly registriesPath?: string;
  /** For OpenShift: texts of certificate authorities. */
  readonly certificates?: Certificates;
  /** The signature policy to make or edit. Default: `etc/containers/policy.json`. */
  readonly policyPath?: string;
  /** For OpenShift: files with the resources that the cluster has. Default: it is not known. */
  readonly cluster?: Snapshot;
}
