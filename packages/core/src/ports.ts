/*
 * What the outside must supply. Types only: core says what it needs of a machine, `io` gets it.
 */

/** A machine as the nodes file names it. */
export interface NodeAddress {
  readonly name: string;
  readonly address: string;
  readonly port?: number;
  readonly user?: string;
  readonly identity?: string;
  readonly jump?: string;
  /** Keys of hops that are machines of the nodes file themselves. */
  readonly hopIdentities?: readonly HopIdentity[];
  readonly become: 'none' | 'sudo';
}

/** The key that a machine on the way wants. */
export interface HopIdentity {
  readonly host: string;
  readonly identity: string;
}

/** What was read of one path on a node. */
export interface NodeFileState {
  readonly path: string;
  /** Where the path leads when links are followed. */
  readonly realPath: string;
  readonly kind: 'file' | 'missing' | 'directory' | 'other';
  readonly sha256?: string;
  readonly content?: Uint8Array;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly size?: number;
}

/** What a node says of itself in one reading. Nothing is written on it. */
export interface NodeFacts {
  readonly hostname: string;
  readonly os: string;
  readonly uid: number;
  readonly systemd: boolean;
  /** program -> what it answered to its version question */
  readonly versions: Readonly<Record<string, string>>;
  /** paths that exist among the markers asked for */
  readonly markers: readonly string[];
  readonly readOnly: readonly string[];
  readonly unsettledJournal?: string;
  /** Only a copy of its files was looked at: what runs there is not known. */
  readonly isCopy?: true;
}

/** What one push writes on one node. */
export interface NodeOrder {
  readonly pushId: string;
  readonly planId: string;
  readonly files: readonly OrderedFile[];
  readonly reload: readonly ReloadStep[];
  readonly validate: readonly ValidateStep[];
  readonly leaseSeconds: number;
  readonly keepBackups: number;
  readonly dryRun: boolean;
  /** Pulled after the reload, as part of the health check. */
  readonly testPull?: TestPull;
}

/** An image that is pulled into a storage of its own; a push whose test pull fails is taken back. */
export interface TestPull {
  /** With its registry, and a tag or digest. */
  readonly image: string;
  /** `host[:port][/path]` that has to serve it; absent: anything but the image's own registry */
  readonly from?: string;
}

export interface OrderedFile {
  readonly path: string;
  readonly realPath: string;
  /** undefined: the file is removed */
  readonly content?: Uint8Array;
  readonly baseSha256: string | null;
  readonly newSha256: string | null;
  readonly mode: number;
  /** name of the staged file beside the target, one its reader does not load */
  readonly stagedName: string;
}

export interface ReloadStep {
  readonly unit: string;
  readonly verb: 'reload' | 'restart' | 'try-restart';
  /** text in its journal after the step that means it failed */
  readonly failurePattern?: string;
  /** text in its journal after the step that means it succeeded; absent: two seconds without the other one do */
  readonly successPattern?: string;
}

export interface ValidateStep {
  readonly reader: string;
  readonly configFiles: readonly string[];
}

export type NodeOutcome =
  | 'committed'
  | 'rolled-back'
  | 'rolled-back-unhealthy'
  | 'unknown'
  | 'unchanged'
  | 'refused'
  | 'dry-run';

export type FailureKind =
  | 'unknown-host-key'
  | 'changed-host-key'
  | 'refused'
  | 'timeout'
  | 'authentication'
  | 'sudo-missing'
  | 'sudo-limited'
  | 'tool-missing'
  | 'no-space'
  | 'read-only'
  | 'permission'
  | 'unsafe-path'
  | 'drift'
  | 'busy'
  | 'validation-failed'
  | 'service-failed'
  | 'guard-fired'
  | 'journal-unsettled'
  | 'other';

export interface NodeFailure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly nextStep: string;
}

export interface NodeReport {
  readonly node: string;
  readonly pushId: string;
  readonly outcome: NodeOutcome;
  readonly failure?: NodeFailure;
  readonly steps: readonly { readonly step: string; readonly at: number; readonly detail?: string }[];
  readonly validated: readonly {
    readonly reader: string;
    readonly result: 'ok' | 'failed' | 'not-validated';
    readonly detail?: string;
  }[];
}

export interface NodeSession {
  facts(markers: readonly string[], programs: readonly string[]): Promise<NodeFacts>;
  read(paths: readonly string[], folders: readonly string[]): Promise<readonly NodeFileState[]>;
  apply(order: NodeOrder, onStep: (step: string, detail?: string) => void): Promise<NodeReport>;
  rollback(
    planId: string,
    options: {
      readonly overwrite: boolean;
      readonly pushId: string;
      /** default 60 */
      readonly leaseSeconds?: number;
      /** default 10 */
      readonly keepBackups?: number;
    },
    onStep: (step: string, detail?: string) => void,
  ): Promise<NodeReport>;
  close(): Promise<void>;
}

/** A push as the node's own record has it. */
export interface NodeReceipt {
  readonly pushId: string;
  readonly planId: string;
  readonly kind: 'apply' | 'rollback';
  readonly outcome: NodeOutcome;
  readonly message?: string;
  /** Seconds since 1970 by the clock of the node, which may be wrong. */
  readonly at: number;
  readonly files: readonly {
    readonly path: string;
    readonly realPath: string;
    readonly oldSha256: string | null;
    readonly newSha256: string | null;
  }[];
}

/** A file as a rollback would restore it. */
export interface NodeUndo {
  readonly path: string;
  readonly realPath: string;
  /** What the push left there; anything else now is somebody's change. null: the push removed the file. */
  readonly pushedSha256: string | null;
  /** undefined: there was no file */
  readonly content?: Uint8Array;
}

/** What a session can do beside pushing. */
export interface NodeUpkeep {
  /** Settles a push that was cut off. Outcome `unchanged` when there is none, else what the files are now. */
  repair(pushId: string, onStep: (step: string, detail?: string) => void): Promise<NodeReport>;
  /** Removes all but the newest records and backups. */
  prune(keep: number): Promise<void>;
  /** Oldest first. */
  receipts(): Promise<readonly NodeReceipt[]>;
  /** What became of a push whose answer was lost; `working`: its guard has not decided yet. */
  outcomeOf(pushId: string): Promise<NodeOutcome | 'working'>;
  /** What a rollback of the plan would restore; empty when there is nothing to undo. */
  undoable(planId: string): Promise<readonly NodeUndo[]>;
  /** Asks the guard of the running push to take everything back. */
  cancel(): void;
}
