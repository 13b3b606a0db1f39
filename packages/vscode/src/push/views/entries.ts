import { neutralize, type Receipt, type ReceiptNode } from '@mirrorwright/core';
import {
  type ChosenNode,
  type Drift,
  driftWords,
  isDone,
  outcomeWords,
  type PushWorld,
  shownId,
} from '@mirrorwright/io/push';
import type { CurrentPlan, NotPlanned, PlannedPart } from '../current-plan.ts';

/** A line of a view, without anything of the editor. */
export interface Entry {
  /** The same as long as the entry means the same. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** Name of an icon of the editor, and of the colour it has. */
  readonly icon?: string;
  readonly color?: string;
  /** By which the menus know what can be done with it. */
  readonly context?: string;
  readonly children?: readonly Entry[];
  /** Shows the file of a node when it is chosen. */
  readonly opens?: { readonly node: string; readonly path: string };
  /** A command for when it is chosen. */
  readonly runs?: string;
  /** What commands that are called on it get. */
  readonly subject?: string;
}

/** What is known of a node since somebody asked it. */
export type NodeState =
  | { readonly kind: 'asked' }
  | { readonly kind: 'failed'; readonly message: string; readonly nextStep: string }
  | { readonly kind: 'answered'; readonly readers: readonly string[]; readonly drift: Drift };

const ok = { icon: 'pass', color: 'testing.iconPassed' } as const;
const bad = { icon: 'error', color: 'testing.iconFailed' } as const;
const odd = { icon: 'warning', color: 'list.warningForeground' } as const;

/** The nodes of the nodes file. */
export function nodeEntries(
  nodes: readonly ChosenNode[],
  states: ReadonlyMap<string, NodeState>,
): readonly Entry[] {
  return nodes.map(({ entry }) => {
    const { name, address, groups, user, port } = entry;
    const at = `${user === undefined ? '' : `${user}@`}${address}${port === undefined ? '' : `:${port}`}`;
    const state = states.get(name);
    return {
      id: `node:${name}`,
      label: name,
      description: [at === name ? '' : at, groups.join(', '), state === undefined ? '' : stateWord(state)]
        .filter((part) => part !== '')
        .join(' · '),
      context: 'node',
      subject: name,
      ...(state === undefined ? { icon: 'server' } : stateIcon(state)),
      ...(state?.kind === 'failed' && { tooltip: neutralize(`${state.message}\n${state.nextStep}`) }),
      children: state === undefined ? [] : stateEntries(name, state),
    };
  });
}

/** What is wrong with the nodes file. The folder is left out: a view is narrow, and the line and the reason are what counts. */
export function faultEntries(messages: readonly string[]): readonly Entry[] {
  return messages.map((message, index) => ({
    id: `fault:${index}`,
    label: neutralize(message.replace(/^[^\n]*?[\\/](?=[^\\/:]+:\d+ )/, '')),
    tooltip: neutralize(message),
    runs: 'mirrorwright.editNodes',
    ...bad,
  }));
}

function stateWord(state: NodeState): string {
  if (state.kind === 'asked') return 'asking';
  if (state.kind === 'failed') return neutralize(state.message);
  if (state.drift.unsettled) return 'an earlier push was interrupted';
  const changed = state.drift.files.filter((file) => file.state !== 'as-pushed').length;
  return changed === 0 ? 'answers' : `${changed} ${changed === 1 ? 'file' : 'files'} not as pushed`;
}

function stateIcon(state: NodeState): Pick<Entry, 'icon' | 'color'> {
  if (state.kind === 'asked') return { icon: 'loading~spin' };
  if (state.kind === 'failed') return bad;
  return state.drift.unsettled || state.drift.files.some((file) => file.state !== 'as-pushed') ? odd : ok;
}

function stateEntries(node: string, state: NodeState): readonly Entry[] {
  if (state.kind === 'asked') return [];
  if (state.kind === 'failed')
    return [{ id: `node:${node}:next`, label: neutralize(state.nextStep), icon: 'lightbulb' }];
  const readers = state.readers.map((label) => ({
    id: `node:${node}:reader:${label}`,
    label,
    icon: 'package',
  }));
  const files = state.drift.files.map(({ path, state: how }) => ({
    id: `node:${node}:file:${path}`,
    label: neutralize(path),
    description: driftWords[how],
    ...(how === 'as-pushed' ? { icon: 'file' } : odd),
  }));
  const unsettled = state.drift.unsettled
    ? [{ id: `node:${node}:unsettled`, label: 'the next push settles the interrupted one', ...odd }]
    : [];
  return [...readers, ...files, ...unsettled];
}

/** The plan that would be pushed. */
export function planEntries(plan: CurrentPlan | undefined): readonly Entry[] {
  if (plan === undefined) return [];
  return [planHeading(plan), ...plan.against.map(notPlanned), ...plan.parts.map(plannedEntry)];
}

function notPlanned({ node, message, nextStep }: NotPlanned, index: number): Entry {
  return {
    id: `against:${index}:${node}`,
    label: node,
    description: neutralize(message),
    tooltip: neutralize(`${message}\n${nextStep}`),
    ...bad,
    children:
      nextStep === ''
        ? []
        : [{ id: `against:${index}:${node}:next`, label: neutralize(nextStep), icon: 'lightbulb' }],
  };
}

function plannedEntry({ plan, changes, notes }: PlannedPart): Entry {
  const node = plan.machine.name;
  const id = (kind: string, index: number): string => `plan:${node}:${kind}:${index}`;
  const lines = (kind: string, icon: string, texts: readonly string[]): readonly Entry[] =>
    texts.map((text, index) => ({
      id: id(kind, index),
      label: neutralize(text),
      tooltip: neutralize(text),
      icon,
    }));
  const files = changes.map(({ path, before, after }, index) => ({
    id: id('file', index),
    label: neutralize(path),
    description: before === null ? 'new' : before === after ? 'as planned already' : 'changed',
    icon: before === null ? 'diff-added' : 'diff-modified',
    ...(before !== after && { opens: { node, path } }),
  }));
  const findings = plan.findings.map(({ severity, code, path, line, message }, index) => ({
    id: id('finding', index),
    label: `${code} ${neutralize(message)}`,
    description: neutralize(`${path}:${line}`),
    tooltip: neutralize(message),
    ...(severity === 'error' ? bad : severity === 'warning' ? odd : { icon: 'info' }),
  }));
  return {
    id: `plan:${node}`,
    label: node,
    description: plan.targets.join(', '),
    icon: 'server',
    children: [
      ...files,
      ...findings,
      ...lines('impact', 'zap', plan.impact),
      ...lines(
        'loss',
        'circle-slash',
        plan.losses.map(({ field, reason }) => `${field === '' ? '' : `${field}: `}${reason}`),
      ),
      ...lines('note', 'note', notes),
    ],
  };
}

/** What stands above the nodes of the plan. */
function planHeading({ id, danger, parts, against }: CurrentPlan): Entry {
  const label = `Plan ${shownId(id)}`;
  if (against.length > 0)
    return {
      id: 'heading',
      label,
      description: 'cannot be pushed: every chosen node must be planned',
      ...bad,
    };
  if (parts.length === 0) return { id: 'heading', label, description: 'nothing to change', ...ok };
  if (danger.severity === 'plain') return { id: 'heading', label, icon: 'checklist' };
  const reasons = danger.reasons.map((text, index) => ({
    id: `heading:${index}`,
    label: neutralize(text),
    tooltip: neutralize(text),
    icon: 'shield',
  }));
  return { id: 'heading', label, description: 'severe', ...odd, children: reasons };
}

/** Pushes and rollbacks, newest first. */
export function historyEntries(receipts: readonly Receipt[], now: PushWorld['now']): readonly Entry[] {
  return receipts.map(({ pushId, planId, kind, startedAt, nodes }) => ({
    id: `receipt:${pushId}`,
    label: `${kind === 'push' ? 'Push of' : 'Rollback of'} ${shownId(planId)}`,
    description: `${agoWords(now() - startedAt)} · ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`,
    tooltip: `${pushId}\n${new Date(startedAt).toISOString()}`,
    subject: planId,
    context: kind === 'push' && nodes.some(mayBeCommitted) ? 'push' : 'receipt',
    ...(nodes.every(({ outcome }) => isDone(outcome))
      ? ok
      : nodes.some(({ outcome }) => outcome === 'unknown')
        ? odd
        : bad),
    children: nodes.map((node) => receiptEntry(pushId, kind, node)),
  }));
}

function mayBeCommitted({ outcome }: ReceiptNode): boolean {
  return outcome === 'committed' || outcome === 'unknown';
}

function receiptEntry(pushId: string, kind: Receipt['kind'], node: ReceiptNode): Entry {
  const id = `receipt:${pushId}:${node.node}`;
  const words = outcomeWords(node, kind);
  return {
    id,
    label: node.node,
    description: words,
    ...(node.failure !== undefined && { tooltip: neutralize(node.failure) }),
    ...(isDone(node.outcome) ? ok : node.outcome === 'unknown' ? odd : bad),
    children: [
      ...(node.failure === undefined
        ? []
        : [{ id: `${id}:why`, label: neutralize(node.failure.split('\n')[0]!), icon: 'info' }]),
      ...node.files.map(({ path }) => ({ id: `${id}:${path}`, label: neutralize(path), icon: 'file' })),
      ...node.validated.map((text, index) => ({
        id: `${id}:read:${index}`,
        label: neutralize(`read on the node by ${text}`),
        icon: 'beaker',
      })),
    ],
  };
}

const units: readonly (readonly [string, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

function agoWords(ms: number): string {
  const [word, length] = units.find(([, each]) => ms >= each) ?? ['', 0];
  if (length === 0) return 'just now';
  const count = Math.floor(ms / length);
  return `${count} ${word}${count === 1 ? '' : 's'} ago`;
}
