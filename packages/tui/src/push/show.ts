import {
  type Change,
  type Danger,
  maskText,
  type NodePlan,
  neutralize,
  type Plan,
  type PlanFinding,
} from '@mirrorwright/core';
import { shownId } from '@mirrorwright/io/push';
import { unifiedDiff } from '../cli/diff.ts';

/** Everything a person has to see of a change before saying yes. */
export interface Shown {
  readonly node: Pick<NodePlan, 'machine' | 'targets'>;
  readonly changes: readonly Change[];
  readonly impact: readonly string[];
  readonly findings: readonly PlanFinding[];
  readonly losses: readonly { readonly field: string; readonly dialect: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

/** A node's part of a plan: the diff with secrets masked, then what it comes to. */
export function nodeText(shown: Shown): string {
  const { machine, targets } = shown.node;
  const at = machine.address === machine.name ? '' : ` (${machine.address})`;
  const parts = [
    `== ${machine.name}${at}  ${targets.length === 0 ? 'no known reader' : targets.join(', ')}\n`,
  ];
  for (const change of shown.changes) parts.push(changeText(change));
  if (shown.changes.length === 0) parts.push('nothing to change\n');
  parts.push(...list('impact', shown.impact));
  parts.push(...list('finding', shown.findings.map(findingLine)));
  parts.push(
    ...list(
      'not expressible',
      shown.losses.map(
        ({ field, dialect, reason }) => `${dialect}: ${field === '' ? '' : `${field}: `}${reason}`,
      ),
    ),
  );
  parts.push(...list('note', shown.notes));
  return parts.join('');
}

function list(word: string, items: readonly string[]): readonly string[] {
  return items.map((item) => `${word}: ${neutralize(item)}\n`);
}

function findingLine({ severity, code, path, line, message }: PlanFinding): string {
  return `${severity} ${code} ${path}:${line} ${message}`;
}

/** Masked before it is compared, so that no line of context shows a secret either. */
function changeText({ path, realPath, before, after, placement }: Change): string {
  const link = path === realPath ? '' : `${path} leads to ${realPath}, which is what changes\n`;
  if (before === after) return `${link}${path} is as planned already\n`;
  const masked = before === null ? null : maskText(path, before);
  const diff = unifiedDiff(path, masked, maskText(path, after), { whole: placement === 'foreign' });
  const hidden = masked === maskText(path, after) ? `${path}: only what is not shown here changes\n` : '';
  return link + hidden + neutralize(diff);
}

/** The last lines before a question: what it is called and how dangerous it is. */
export function dangerText(plan: Plan, { severity, reasons }: Danger, id: string): string {
  const files = plan.nodes.reduce((sum, { destinations }) => sum + destinations.length, 0);
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return [
    `plan ${shownId(id)}: ${count(files, 'file')} on ${count(plan.nodes.length, 'node')}\n`,
    ...(severity === 'severe' ? reasons.map((reason) => `severe: ${neutralize(reason)}\n`) : []),
  ].join('');
}
