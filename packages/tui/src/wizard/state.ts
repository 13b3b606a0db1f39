import {
  type Finding,
  type Generated,
  lintPolicy,
  type MirrorPolicy,
  type Parsed,
  policyEdits,
  readMirrorPolicy,
  rules,
  type Snapshot,
  sourceText,
  type TextEdit,
} from '@mirrorwright/core';

export type PolicyDocument = Parsed<MirrorPolicy>;

/** The steps, in order. Their screens are data: see steps/. */
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

/** Where the user is: a step, or one mirror opened from the step Mirrors. */
export interface Page {
  readonly step: StepId;
  readonly mirror?: { readonly upstream: number; readonly index: number };
}

export type Overlay = 'preview' | 'help' | 'explain' | 'quit';

/** What the program around the machine is asked to do; the answer comes back as an event. */
export type Request = 'save' | 'write' | 'print' | 'quit';

/** Everything the wizard knows. The answers are the text of the mirror policy; nothing else is kept of them. */
export interface WizardState {
  readonly policy: PolicyDocument;
  readonly page: Page;
  /** Index into the fields of the page. */
  readonly cursor: number;
  /** Text being typed into the field under the cursor; null when no field has focus. */
  readonly draft: string | null;
  readonly overlay: Overlay | null;
  /** Whose preview is shown: index into the generated targets. */
  readonly tab: number;
  /** The folder that is taken as the node's file system. */
  readonly root: string;
  readonly policyPath: string;
  /** The node's files as they are, for edits and diffs. */
  readonly existing: Snapshot;
  /** A line for the user: what was done, or why not. */
  readonly message: string | null;
  readonly request: Request | null;
  /** Image that the explain overlay answers for. */
  readonly explained: string;
}

export interface WizardOptions {
  readonly policyText: string;
  readonly policyPath: string;
  readonly root: string;
  readonly existing: Snapshot;
}

export function initialState({ policyText, policyPath, root, existing }: WizardOptions): WizardState {
  return {
    policy: readMirrorPolicy(policyPath, sourceText(policyText)),
    page: { step: 'targets' },
    cursor: 0,
    draft: null,
    overlay: null,
    tab: 0,
    root,
    policyPath,
    existing,
    message: null,
    request: null,
    explained: 'docker.io/library/nginx:1.25',
  };
}

/** The state after edits of the policy; comments and order of the document survive. */
export function edited(state: WizardState, edits: readonly TextEdit[]): WizardState {
  return { ...state, policy: policyEdits.applyPolicyEdits(state.policy, edits), message: null };
}

export interface Derived {
  readonly findings: readonly Finding[];
  readonly generated: readonly Generated[];
}

const derivations = new WeakMap<PolicyDocument, { readonly existing: Snapshot; readonly derived: Derived }>();

/** Findings and node files for the policy as it stands; computed once for each text. */
export function derive({ policy, existing }: Pick<WizardState, 'policy' | 'existing'>): Derived {
  const known = derivations.get(policy);
  if (known !== undefined && known.existing === existing) return known.derived;
  const derived = lintPolicy(policy, { rules, existing });
  derivations.set(policy, { existing, derived });
  return derived;
}

/** The step whose answer causes a finding, by the key of the policy that holds it. */
export function stepOf(finding: Finding, { policy }: WizardState): StepId {
  const { root } = policy.tree;
  const text = policy.source.text.slice(finding.span.start, finding.span.end);
  if (root.kind !== 'table') return 'checks';
  const entry = root.entries.find(
    ({ span }) => span.start <= finding.span.start && finding.span.end <= span.end,
  );
  if (entry === undefined || entry.key === 'targets') return 'targets';
  if (entry.key !== 'upstreams')
    return ['insecure', 'blocked', 'allowed', 'rejected', 'cas'].includes(entry.key) ? 'trust' : 'scope';
  const upstream = policy.model.upstreams.find(
    ({ span }) => span.start <= finding.span.start && finding.span.end <= span.end,
  );
  const inMirror =
    upstream?.mirrors.some(({ span }) => span.start <= finding.span.start && finding.span.end <= span.end) ??
    false;
  if (inMirror) return /^(?:true|false)$/.test(text) ? 'trust' : 'mirrors';
  return text === 'block' || text === 'keep' ? 'scope' : 'upstreams';
}
