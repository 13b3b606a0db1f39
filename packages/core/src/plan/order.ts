import type { Target } from '../model/target.ts';
import type { NodeAddress, NodeFacts, NodeOrder, OrderedFile } from '../ports.ts';
import { deliveryRank, stagedName } from '../runtimes/containers/delivery.ts';
import { parseTarget } from '../runtimes/containers/targets.ts';
import { sha256 } from '../text/sha256.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { type Assessment, assess, needsReloadChoice } from './assess.ts';
import type { Change } from './danger.ts';
import { placeOf } from './destinations.ts';
import { applyPlanEdits } from './edits.ts';
import { insertsSecret } from './inserted.ts';
import { managedBy } from './managed.ts';
import type { Destination, NodePlan, Refusal, ReloadChoice } from './model.ts';
import { plannedMachine } from './node.ts';
import type { Survey } from './states.ts';

export interface PrepareRequest {
  readonly node: NodePlan;
  readonly planId: string;
  /** The machine as the nodes file names it now. */
  readonly machine: NodeAddress;
  readonly facts: NodeFacts;
  readonly survey: Survey;
  readonly reload?: ReloadChoice;
  /** A push with nobody on the node to look after it was lost: its files may be in place without their reload. */
  readonly reloadDue?: boolean;
  readonly order: Pick<NodeOrder, 'pushId' | 'leaseSeconds' | 'keepBackups' | 'dryRun' | 'testPull'>;
}

/** A planned node looked at again, right before it is pushed. With refusals there is nothing to confirm. */
export interface Prepared {
  readonly refusals: readonly Refusal[];
  readonly changes: readonly Change[];
  readonly assessment: Assessment;
  readonly order: NodeOrder;
  /** Every file is as planned already, and no reload is due. */
  readonly isDone: boolean;
}

/**
 * Makes the order for a node from its plan and the files as they are now: every file is the base, and its edits give
 * the planned text, or it is already as planned; anything else is drift. Destinations, findings, danger and reloads are
 * judged anew: nothing of that is taken from the plan.
 */
export function preparePush(request: PrepareRequest): Prepared {
  const { node, planId, facts, survey } = request;
  const refusals: Refusal[] = [...machineFaults(request)];
  const changes: Change[] = [];
  const files: OrderedFile[] = [];
  let isDone = request.reloadDue !== true;
  const inOrder = node.destinations.toSorted((a, b) => deliveryRank(a.path) - deliveryRank(b.path));
  for (const [index, destination] of inOrder.entries()) {
    const found = fileOf(destination, request);
    if ('message' in found) {
      refusals.push(found);
      continue;
    }
    changes.push(found.change);
    isDone &&= found.isPlanned;
    files.push({
      path: destination.path,
      realPath: destination.realPath,
      content: encodeUtf8(found.change.after),
      baseSha256: destination.baseSha256,
      newSha256: destination.newSha256,
      mode: survey.states.get(destination.path)?.mode ?? destination.mode,
      stagedName: stagedName(request.order.pushId, index),
    });
  }
  const targets = targetsOf(node, refusals);
  if (node.reload === 'asked' && request.reload === undefined)
    refusals.push({
      message: `the plan was made for: ${node.impact.join('; ')}. A plan holds no units`,
      nextStep: 'say it again: --reload UNIT, --restart UNIT or --no-reload',
    });
  else if (needsReloadChoice(changes) && request.reload === undefined)
    refusals.push({
      message: 'the plan writes files of which nobody can know who reads them',
      nextStep: 'say what is reloaded: --reload UNIT, --restart UNIT or --no-reload',
    });
  const { reload, reloadDue = false } = request;
  const assessment = assess({ survey, facts, targets, changes, reload, reloadDue });
  const order = { ...request.order, planId, files, reload: assessment.reload, validate: assessment.validate };
  return { refusals, changes, assessment, order, isDone };
}

function targetsOf(node: NodePlan, refusals: Refusal[]): readonly Target[] {
  return node.targets.flatMap((id) => {
    const result = parseTarget(id);
    if (result.ok) return [result.target];
    refusals.push({ message: result.message, nextStep: 'make the plan again with this version' });
    return [];
  });
}

/** A plan of another repository may call another machine by the same name. */
function machineFaults({ node, machine, facts }: PrepareRequest): readonly Refusal[] {
  const [planned, named] = [node.machine, plannedMachine(machine)];
  const keys = ['address', 'port', 'user', 'jump', 'become'] as const;
  const other = keys.find((key) => planned[key] !== named[key]);
  if (other !== undefined)
    return [
      {
        message: `the plan was made for ${planned.name} with ${other} ${planned[other] ?? '(none)'}; the nodes file has ${named[other] ?? '(none)'}`,
        nextStep: 'make the plan again, or use the nodes file it was made with',
      },
    ];
  if (node.hostname !== facts.hostname)
    return [
      {
        message: `${planned.name} calls itself ${facts.hostname}; when the plan was made it was ${node.hostname}`,
        nextStep: 'check that the address leads to the right machine, then make the plan again',
      },
    ];
  return [];
}

interface Found {
  readonly change: Change;
  readonly isPlanned: boolean;
}

function fileOf(destination: Destination, { facts, survey }: PrepareRequest): Found | Refusal {
  const { path, realPath } = destination;
  const placement = placeOf({ path, realPath, home: survey.user.home });
  if (typeof placement !== 'string') return placement;
  const state = survey.states.get(path);
  if (state === undefined) throw new Error(`${path} was not read`);
  if (state.realPath !== realPath)
    return drift(path, `leads to ${state.realPath} now, and led to ${realPath} when the plan was made`);
  if (state.kind !== 'file' && state.kind !== 'missing') return drift(path, 'is no regular file any more');
  const text = survey.texts.get(path) ?? null;
  if (text === null && state.kind === 'file') return drift(path, 'is no UTF-8 text any more');
  const hash = text === null ? null : sha256(text);
  if (hash === destination.newSha256 && text !== null)
    return { change: { path, realPath, before: text, after: text, placement }, isPlanned: true };
  if (hash !== destination.baseSha256) return drift(path, driftWords(destination, hash));
  const after = applyPlanEdits(text ?? '', destination.edits);
  if (after === undefined || sha256(after) !== destination.newSha256)
    return {
      path,
      message: `the edits of ${path} do not give the text that the plan names`,
      nextStep: 'the plan is damaged: make it again',
    };
  const managed = managedBy({ path, realPath }, text, facts);
  if (managed !== undefined) return managed;
  if (insertsSecret(path, text ?? '', after) !== undefined)
    return { path, message: `the plan puts a secret into ${path}`, nextStep: 'make the plan again' };
  return { change: { path, realPath, before: text, after, placement }, isPlanned: false };
}

function driftWords({ baseSha256 }: Destination, hash: string | null): string {
  if (hash === null) return 'was there when the plan was made and is gone';
  return baseSha256 === null
    ? 'was made by somebody since the plan was made'
    : 'was changed since the plan was made';
}

function drift(path: string, what: string): Refusal {
  return {
    kind: 'drift',
    path,
    message: `${path} ${what}`,
    nextStep: 'look at the change, then make the plan again',
  };
}
