import { type Finding, type Generated, type GeneratedFile, lintPolicy, rules } from '@mirrorwright/core';
import { conflictingPaths } from '../cli/node-files.ts';
import { smallestAround } from './around.ts';
import type { Field } from './fields.ts';
import type { PolicyDocument, StepId, WizardState } from './state.ts';

export interface Derived {
  readonly findings: readonly Finding[];
  readonly generated: readonly Generated[];
  /** Paths that two targets need with different texts: one node cannot have both. */
  readonly conflicts: readonly string[];
}

export type Source = Pick<WizardState, 'policy' | 'existing' | 'into' | 'present'>;

interface Memo extends Omit<Source, 'policy'> {
  readonly derived: Derived;
}

const derivations = new WeakMap<PolicyDocument, Memo>();

/** Findings and files for the policy as it stands; computed once for each text. */
export function derive({ policy, existing, into, present }: Source): Derived {
  const known = derivations.get(policy);
  if (known?.existing === existing && known.into === into && known.present === present) return known.derived;
  const made = lintPolicy(policy, {
    rules,
    existing,
    ...(into !== null && { registriesPath: into }),
    ...(present !== null && { cluster: present }),
  });
  const derived = { ...made, conflicts: conflictingPaths(made.generated.filter(isForNode)) };
  derivations.set(policy, { existing, into, present, derived });
  return derived;
}

/** Whether the files are those of a machine, and no resources of a cluster. */
export function isForNode({ rendered }: Generated): boolean {
  return rendered === undefined;
}

/** The files of all targets on machines, each path once, in the order of first mention. */
export function nodeFiles(state: Source): readonly GeneratedFile[] {
  const files = derive(state)
    .generated.filter(isForNode)
    .flatMap(({ files: own }) => own);
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** Why nothing may be written, one line each. */
export function obstacles(state: Source): readonly string[] {
  const { generated, conflicts } = derive(state);
  const problems = generated.flatMap(({ problems: all }) =>
    all.map(({ path, message }) => `${path}: ${message}`),
  );
  const clashes = conflicts.map(
    (path) => `${path}: the targets need different texts of it; write for one of them at a time`,
  );
  return [...new Set([...problems, ...clashes])];
}

/** The step whose answer causes a finding, by the key of the policy that holds it. */
export function stepOf(finding: Finding, { policy }: Pick<WizardState, 'policy'>): StepId {
  const { root } = policy.tree;
  const text = policy.source.text.slice(finding.span.start, finding.span.end);
  if (root.kind !== 'table') return 'checks';
  const entry = root.entries.find(
    ({ span }) => span.start <= finding.span.start && finding.span.end <= span.end,
  );
  if (entry === undefined || entry.key === 'targets') return 'targets';
  if (entry.key !== 'upstreams') return trustKeys.includes(entry.key) ? 'trust' : 'scope';
  const upstream = smallestAround(policy.model.upstreams, finding.span);
  const inMirror =
    upstream?.mirrors.some(({ span }) => span.start <= finding.span.start && finding.span.end <= span.end) ??
    false;
  if (inMirror) return /^(?:true|false)$/.test(text) ? 'trust' : 'mirrors';
  return text === 'block' || text === 'keep' ? 'scope' : 'upstreams';
}

const trustKeys = [
  'insecure',
  'blocked',
  'allowed',
  'rejected',
  'cas',
  'credentialHelpers',
  'layerStoreAuthHelper',
];

/** Findings beside the answers of a page that cause them, and those that no field of the page owns. */
export interface Placed {
  readonly beside: ReadonlyMap<Field, readonly Finding[]>;
  readonly rest: readonly Finding[];
}

/** Gives each finding of a page to the field with the smallest span around it. */
export function placeFindings(state: WizardState, fields: readonly Field[]): Placed {
  const { step, upstream } = state.page;
  const beside = new Map<Field, Finding[]>();
  const rest: Finding[] = [];
  if (step === 'checks' || step === 'review' || step === 'write') return { beside, rest };
  for (const finding of derive(state).findings) {
    const here = upstream !== undefined || stepOf(finding, state) === step;
    const owner = here ? smallestAround(fields, finding.span) : relatedOwner(finding, state, fields);
    if (owner !== undefined) beside.set(owner, [...(beside.get(owner) ?? []), finding]);
    else if (here && upstream === undefined && state.filter === null) rest.push(finding);
  }
  return { beside, rest };
}

/** A finding about two answers is told beside the other one too: the list that something is missing from. */
function relatedOwner(
  { related }: Finding,
  { policy }: WizardState,
  fields: readonly Field[],
): Field | undefined {
  for (const { origin } of related) {
    const owner = origin.path === policy.path ? smallestAround(fields, origin.span) : undefined;
    if (owner !== undefined) return owner;
  }
  return undefined;
}
