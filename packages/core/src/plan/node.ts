import type { Parsed } from '../dialects/document.ts';
import { generate } from '../generate/generate.ts';
import type { GenerateProblem } from '../generate/generated.ts';
import type { Loss } from '../model/node-file.ts';
import type { Target } from '../model/target.ts';
import type { MirrorPolicy } from '../policy/model.ts';
import type { NodeAddress, NodeFacts, ReloadStep } from '../ports.ts';
import { validationWords } from '../runtimes/containers/delivery.ts';
import { sha256 } from '../text/sha256.ts';
import { type Assessment, assess, needsReloadChoice } from './assess.ts';
import type { Change } from './danger.ts';
import { placeOf } from './destinations.ts';
import { editsBetween } from './edits.ts';
import { insertsSecret } from './inserted.ts';
import { managedBy } from './managed.ts';
import type { Destination, NodePlan, PlanFinding, Refusal, ReloadChoice } from './model.ts';
import { parsedWith, type Survey } from './states.ts';

/** What a node shall get. */
export type Wanted =
  | { readonly kind: 'policy'; readonly policy: Parsed<MirrorPolicy> }
  | { readonly kind: 'files'; readonly files: readonly GivenFile[] };

/** A file given as it shall be. */
export interface GivenFile {
  readonly path: string;
  readonly text: string;
}

export interface PlanRequest {
  readonly machine: NodeAddress;
  readonly facts: NodeFacts;
  readonly survey: Survey;
  readonly wanted: Wanted;
  /** The readers to plan for, at their versions. */
  readonly targets: readonly Target[];
  /** Globs of `--allow-path`. */
  readonly allowPaths: readonly string[];
  readonly reload?: ReloadChoice;
}

/** The plan of one node and what it comes to. With refusals it must not be pushed. */
export interface PlannedNode {
  readonly node: NodePlan;
  readonly changes: readonly Change[];
  readonly reasons: readonly string[];
  /** From code and from the one who asks; no plan holds it. */
  readonly reload: readonly ReloadStep[];
  readonly refusals: readonly Refusal[];
  /** What a person has to do beside the files. */
  readonly notes: readonly string[];
}

/** Plans one node. Pure: everything known of the node is in the request. Never throws for what a node holds. */
export function planNode(request: PlanRequest): PlannedNode {
  const { machine, facts, survey, targets } = request;
  const made = wantedFiles(request);
  const refusals: Refusal[] = [...made.refusals];
  const changes: Change[] = [];
  for (const file of made.files) {
    const change = changeOf(request, file);
    if ('message' in change) refusals.push(change);
    else changes.push(change);
  }
  refusals.push(...sharedPlaces(changes));
  const changed = changes.filter(({ before, after }) => before !== after);
  if (needsReloadChoice(changed) && request.reload === undefined)
    refusals.push({
      message: `nobody can know which service reads ${changed.find(({ placement }) => placement === 'foreign')!.path}`,
      nextStep: 'say it: --reload UNIT, --restart UNIT or --no-reload',
    });
  const assessed = assess({ survey, facts, targets, changes: changed, reload: request.reload });
  const node: NodePlan = {
    machine: plannedMachine(machine),
    hostname: facts.hostname,
    targets: targets.map(({ id }) => id),
    destinations: changed.map((change) => destinationOf(change)),
    reload: request.reload === undefined ? 'by-runtime' : 'asked',
    impact: assessed.impact,
    findings: assessed.findings,
    losses: made.losses,
  };
  const validated = assessed.validate.length === 0 ? [] : validationWords(targets, facts);
  const notes = [...made.notes, ...validated];
  return { node, changes: changed, reasons: assessed.reasons, reload: assessed.reload, refusals, notes };
}

/** What of a machine is kept in a plan. */
export function plannedMachine({
  name,
  address,
  port,
  user,
  jump,
  become,
}: NodeAddress): NodePlan['machine'] {
  return {
    name,
    address,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(jump !== undefined && { jump }),
    become,
  };
}

interface WantedFiles {
  readonly files: readonly GivenFile[];
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
  readonly refusals: readonly Refusal[];
}

function wantedFiles(request: PlanRequest): WantedFiles {
  const { wanted, targets } = request;
  if (wanted.kind === 'files') return { files: wanted.files, losses: [], notes: [], refusals: [] };
  if (targets.length === 0)
    return {
      files: [],
      losses: [],
      notes: [],
      refusals: [
        {
          message: 'no podman, buildah, skopeo or CRI-O was found on the node',
          nextStep: 'name the reader that the files are for: --target podman@5.4',
        },
      ],
    };
  return generated(request, wanted.policy);
}

/**
 * The files of all targets of a node, made one after the other on top of each other. In the end every target must agree
 * with the whole: where it would change it once more, two targets want different texts of one file.
 */
function generated({ survey, targets }: PlanRequest, policy: Parsed<MirrorPolicy>): WantedFiles {
  const options = survey.user.uid === 0 ? {} : userPaths(survey.user.home);
  const texts = new Map<string, string>();
  const losses = new Map<string, Loss>();
  const notes = new Set<string>();
  const refusals: Refusal[] = [];
  const told = new Set<string>();
  const make = (target: Target) => generate(policy, target, parsedWith(survey, texts).snapshot, options);
  for (const target of targets) {
    const made = make(target);
    for (const loss of made.losses) losses.set(`${loss.field}\n${loss.dialect}\n${loss.reason}`, loss);
    for (const { text } of made.notes) notes.add(text);
    for (const problem of made.problems) {
      const message = problemText(problem, policy);
      // every target of the node meets the same ones
      if (told.has(message)) continue;
      told.add(message);
      refusals.push({ path: problem.path, message, nextStep: 'mend it, then plan again' });
    }
    for (const { path, content } of made.files) texts.set(path, content);
  }
  if (refusals.length === 0 && targets.length > 1)
    for (const target of targets)
      for (const { path, change } of make(target).files)
        if (change !== 'unchanged')
          refusals.push({
            path,
            message: `${path}: ${target.id} needs another text of it than the other readers of the node`,
            nextStep: 'plan for one of them with --target',
          });
  const files = [...texts].map(([path, text]) => ({ path, text }));
  return { files, losses: [...losses.values()], notes: [...notes], refusals };
}

/** With the line, where the problem is one of the policy. */
function problemText({ path, message, span }: GenerateProblem, policy: Parsed<MirrorPolicy>): string {
  if (path !== policy.path || span === undefined) return `${path}: ${message}`;
  return `${path}:${policy.source.position(span.start).line} ${message}`;
}

/** Files of a user who is not root lie below the home. */
function userPaths(home: string): { readonly registriesPath: string; readonly policyPath: string } {
  const folder = `${home}/.config/containers`;
  return {
    registriesPath: `${folder}/registries.conf.d/50-mirrors.conf`,
    policyPath: `${folder}/policy.json`,
  };
}

function changeOf({ facts, survey, allowPaths }: PlanRequest, { path, text }: GivenFile): Change | Refusal {
  const state = survey.states.get(path);
  const realPath = state?.realPath ?? path;
  const placement = placeOf({ path, realPath, home: survey.user.home, allowed: allowPaths });
  if (typeof placement !== 'string') return placement;
  if (state !== undefined && state.kind !== 'file' && state.kind !== 'missing')
    return { path, message: `${path} is no regular file`, nextStep: 'name the file, not its folder' };
  const before = survey.texts.get(path) ?? null;
  if (state?.kind === 'file' && before === null)
    return {
      path,
      message: `${path} is not readable as UTF-8 text and cannot be edited`,
      nextStep: 'look at it on the node; move it away if it is not needed',
    };
  const managed = managedBy({ path, realPath }, before, facts);
  if (managed !== undefined) return managed;
  const secret = insertsSecret(path, before ?? '', text);
  if (secret !== undefined)
    return {
      path,
      message: `the new text of ${path} holds a secret in line ${secret}; a plan is no place for one`,
      nextStep: 'give a reference such as $NAME, a credential helper, or put the file there by other means',
    };
  return { path, realPath, before, after: text, placement };
}

/** Two destinations that links lead to one file. */
function sharedPlaces(changes: readonly Change[]): readonly Refusal[] {
  const places = new Map<string, string>();
  const refusals: Refusal[] = [];
  for (const { path, realPath } of changes) {
    const other = places.get(realPath);
    if (other !== undefined)
      refusals.push({
        path,
        message: `${path} and ${other} are one file, ${realPath}`,
        nextStep: 'plan only one of them',
      });
    places.set(realPath, path);
  }
  return refusals;
}

function destinationOf({ path, realPath, before, after }: Change): Destination {
  return {
    path,
    realPath,
    baseSha256: before === null ? null : sha256(before),
    newSha256: sha256(after),
    mode: 0o644,
    edits: editsBetween(before ?? '', after),
  };
}

/** Errors that nobody has accepted: they keep a plan from being pushed. */
export function blocking(
  findings: Assessment['findings'],
  accepted: readonly string[],
): readonly PlanFinding[] {
  return findings.filter(
    ({ severity, code, rule }) =>
      severity === 'error' && !accepted.includes(code) && !accepted.includes(rule),
  );
}
