import { type Danger, dangerOf, type NodePlan, shownDigits } from '@mirrorwright/core';
import type { ReadyNode } from './prepare.ts';

/** The start of an id that is shown and typed. */
export function shownId(planId: string): string {
  return planId.slice(0, shownDigits);
}

/** Whether what was typed names a plan: at least the digits that are shown. */
export function isIdOf(text: string, planId: string): boolean {
  return text.length >= shownDigits && /^[0-9a-f]+$/.test(text) && planId.startsWith(text);
}

/** `Push plan 0123456789ab to node-a?` */
export function pushQuestion(nodes: readonly NodePlan[], planId: string): string {
  return `Push plan ${shownId(planId)} to ${nodeNames(nodes.map(({ machine }) => machine.name))}?`;
}

/** `Roll back plan 0123456789ab on node-a?` */
export function undoQuestion(names: readonly string[], planId: string): string {
  return `Roll back plan ${shownId(planId)} on ${nodeNames(names)}?`;
}

function nodeNames(names: readonly string[]): string {
  return names.length > 3 ? `${names.length} nodes` : names.join(', ');
}

/** The danger of nodes that were looked at again. */
export function dangerOfReady(ready: readonly Pick<ReadyNode, 'node' | 'prepared'>[]): Danger {
  return dangerOf(
    ready.map(({ node, prepared }) => ({ name: node.entry.name, reasons: prepared.assessment.reasons })),
  );
}
