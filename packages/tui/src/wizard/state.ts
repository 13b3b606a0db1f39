import {
  type MirrorPolicy,
  type Parsed,
  policyEdits,
  readMirrorPolicy,
  type Snapshot,
  type SnapshotFile,
  sourceText,
  type TextEdit,
} from '@mirrorwright/core';

export type PolicyDocument = Parsed<MirrorPolicy>;

/** The steps, in order. Each is a file of data in steps/. */
export const stepIds = [
  'targets',
  'upstreams',
  'mirrors',
  'trust',
  'scope',
  'checks',
  'review',
  'write',
] as const;

export type StepId = (typeof stepIds)[number];

/** Where the user is: a step, or one upstream or one of its mirrors opened from the step Mirrors. */
export interface Page {
  readonly step: StepId;
  readonly upstream?: number;
  /** Index among the mirrors of that upstream. */
  readonly mirror?: number;
}

export type Overlay = 'preview' | 'help' | 'explain' | 'quit' | 'text' | 'sides' | 'resume';

/** The folder for resources, where none was named. */
export const defaultResources = 'cluster-resources';

/** What is shown of a cluster: the resources to apply, or the files that its nodes get of them. */
export type ClusterView = 'resources' | 'nodes';

/** What lies around the answers on this machine, read at the start and again when that is asked. */
export interface Surroundings {
  /** The node's files as they are, for edits and diffs. */
  readonly existing: Snapshot;
  /** What the folder for resources holds, with paths that begin with the name of the folder. */
  readonly inFolder: readonly SnapshotFile[];
  /** Files with the resources that the cluster has; null: it is not known. */
  readonly present: Snapshot | null;
}

/** What the program around the machine is asked to do; the answer comes back as an event. */
export type Request =
  | { readonly kind: 'save' | 'write' | 'print' | 'quit' | 'edit' | 'suspend' | 'forget' | 'reread' }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'rule'; readonly code: string };

/** Answers of an earlier run that was left before they were written. */
export interface SavedSession {
  readonly id: string;
  /** Minutes since it was left. */
  readonly minutes: number;
  readonly policyText: string;
  readonly policyPath: string;
  readonly into: string | null;
  readonly resources: string;
  readonly cluster: string | null;
  /** What the policy file held then; null when there was none. */
  readonly savedText: string | null;
  readonly step: StepId;
}

/** Everything the wizard knows. The answers are the text of the mirror policy; nothing else is kept of them. */
export interface WizardState extends Surroundings {
  readonly policy: PolicyDocument;
  readonly page: Page;
  /** Index into the fields of the page. */
  readonly cursor: number;
  /** Text being typed into the field under the cursor, or into the reference to explain; null when none is. */
  readonly draft: string | null;
  /** Only fields that hold this text are shown; null when there is no filter. */
  readonly filter: string | null;
  /** The filter is being typed. */
  readonly filtering: boolean;
  readonly overlay: Overlay | null;
  /** First line of the overlay that is shown. */
  readonly scroll: number;
  /** What the overlay `text` shows. */
  readonly shown: { readonly title: string; readonly lines: readonly string[] } | null;
  /** Whose preview is shown: index into the generated targets. */
  readonly tab: number;
  /** Which half of the preview of a cluster is shown where there is room for one. */
  readonly view: ClusterView;
  /** The folder that is taken as the node's file system. */
  readonly root: string;
  readonly policyPath: string;
  /** The registries.conf file to make or edit, relative to the root; null: the usual drop-in. */
  readonly into: string | null;
  /** The folder for the resources of a cluster, on this machine. */
  readonly resources: string;
  /** A file or folder with the resources that the cluster has, as `oc get` prints them; null: it is not known. */
  readonly cluster: string | null;
  /** Paths of files that are not to be written. */
  readonly excluded: readonly string[];
  /** Steps whose answers were given and that are not asked again unless visited. */
  readonly given: readonly StepId[];
  /** The policy as it was last saved or read; null when it is on no disk. */
  readonly savedText: string | null;
  readonly offer: SavedSession | null;
  /** A line for the user: what was done, or why not. */
  readonly message: string | null;
  readonly request: Request | null;
  /** Image that the explain overlay answers for; null: one that fits the policy. */
  readonly explained: string | null;
  /** The overlay explains a pull by digest. */
  readonly byDigest: boolean;
}

export interface WizardOptions extends Surroundings {
  readonly policyText: string;
  readonly policyPath: string;
  /** The text is what the file at `policyPath` holds. */
  readonly onDisk: boolean;
  readonly root: string;
  readonly into: string | null;
  readonly resources: string;
  readonly cluster: string | null;
  /** Answers came with --answers or as flags: steps that are answered by them are passed over. */
  readonly answered: boolean;
  readonly offer: SavedSession | null;
}

export function initialState(options: WizardOptions): WizardState {
  const { policyText, policyPath, onDisk, answered, offer } = options;
  const { root, into, resources, cluster, existing, inFolder, present } = options;
  const policy = readMirrorPolicy(policyPath, sourceText(policyText));
  const given = answered ? givenSteps(policy.model) : [];
  const first = stepIds.find((id) => !given.includes(id)) ?? 'targets';
  return {
    policy,
    page: { step: first },
    cursor: 0,
    draft: null,
    filter: null,
    filtering: false,
    overlay: offer === null ? null : 'resume',
    scroll: 0,
    shown: null,
    tab: 0,
    view: 'resources',
    root,
    policyPath,
    into,
    resources,
    cluster,
    excluded: [],
    existing,
    inFolder,
    present,
    given,
    savedText: onDisk ? policyText : null,
    offer,
    message: null,
    request: null,
    explained: null,
    byDigest: false,
  };
}

/** Steps for which a policy holds an answer, up to the first one without. */
function givenSteps(model: MirrorPolicy): readonly StepId[] {
  const answers: Partial<Record<StepId, boolean>> = {
    targets: model.targets.length > 0,
    upstreams: model.upstreams.length > 0,
    mirrors: model.upstreams.some(({ mirrors }) => mirrors.length > 0),
    trust: [model.insecure, model.blocked, model.allowed, model.rejected].some((list) => list !== undefined),
    scope: model.search !== undefined || model.upstreams.some(({ fallback }) => fallback !== undefined),
  };
  const open = stepIds.findIndex((id) => answers[id] !== true);
  return stepIds.slice(0, open);
}

/** The state after edits of the policy; comments and order of the document survive. */
export function edited(state: WizardState, edits: readonly TextEdit[]): WizardState {
  return { ...state, policy: policyEdits.applyPolicyEdits(state.policy, edits), message: null };
}

/** The state with another text of the policy. */
export function withText(state: WizardState, text: string): WizardState {
  if (text === state.policy.source.text) return state;
  return { ...state, policy: readMirrorPolicy(state.policy.path, sourceText(text)), message: null };
}
