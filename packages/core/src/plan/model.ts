import type { Loss } from '../model/node-file.ts';
import type { Severity } from '../rules/rule.ts';

/** The only version of plan files that is written and read. */
export const planVersion = 1;

/**
 * What a push would do, node by node, as a person saw and confirmed it. It holds no command, no option of ssh and no
 * script: those come from code when the plan is carried out. Text that is not changed is not in it either: the new file
 * is computed again from the file as it is then.
 */
export interface Plan {
  readonly version: typeof planVersion;
  readonly nodes: readonly NodePlan[];
}

export interface NodePlan {
  readonly machine: PlannedMachine;
  /** What the machine calls itself. */
  readonly hostname: string;
  /** Readers that the files are made for and judged by, e.g. `podman@5.4`. */
  readonly targets: readonly string[];
  readonly destinations: readonly Destination[];
  /** asked: the person who pushes names what is reloaded; by-runtime: the readers decide. */
  readonly reload: 'by-runtime' | 'asked';
  /** What the change does to the node, in words. */
  readonly impact: readonly string[];
  readonly findings: readonly PlanFinding[];
  readonly losses: readonly Loss[];
}

/** The machine that was looked at. Compared with the nodes file at push, never used to connect. */
export interface PlannedMachine {
  readonly name: string;
  readonly address: string;
  readonly port?: number;
  readonly user?: string;
  readonly jump?: string;
  readonly become: 'none' | 'sudo';
}

/** A file that the plan makes or changes. */
export interface Destination {
  /** Absolute path on the node, as asked for. */
  readonly path: string;
  /** Where it leads when links are followed; edited there. */
  readonly realPath: string;
  /** SHA-256 of the file that the edits were made against; null when there was none. */
  readonly baseSha256: string | null;
  /** SHA-256 of the file after them. */
  readonly newSha256: string;
  /** Permission bits of a new file. An existing one keeps its own. */
  readonly mode: number;
  /** In order of place, without overlap, against the text of the base. */
  readonly edits: readonly PlanEdit[];
}

/** Replaces the text from `start` to `end`, in UTF-16 units. */
export interface PlanEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a rule says of the files as they would be. */
export interface PlanFinding {
  readonly code: string;
  readonly rule: string;
  readonly severity: Severity;
  /** Absolute path on the node. */
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Why a node cannot be planned, or a plan not be carried out, and what to do instead. */
export interface Refusal {
  /** drift: the machine is not as it was when the plan was made. read-only: nothing can be written there. */
  readonly kind?: 'drift' | 'read-only';
  readonly path?: string;
  readonly message: string;
  readonly nextStep: string;
}

/** What is reloaded where the person says so. */
export type ReloadChoice =
  | { readonly verb: 'reload' | 'restart'; readonly unit: string }
  | { readonly verb: 'none' };
