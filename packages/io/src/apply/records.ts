import type { NodeOutcome, NodeReceipt, NodeUndo } from '@mirrorwright/core';
import type { Wire } from './wire.ts';
import { fromWord } from './words.ts';

/** The receipts that a node keeps, oldest first. */
export async function readReceipts(wire: Wire): Promise<readonly NodeReceipt[]> {
  const answers = await wire.list('receipts');
  return answers
    .filter(({ key }) => key === 'receipt')
    .map(({ words }) => parseReceipt(fromWord(words[0] ?? '-')));
}

export function parseReceipt(text: string): NodeReceipt {
  const rows = text.split('\n').map((line) => line.split(' '));
  const value = (key: string): string => rows.find((row) => row[0] === key)?.[1] ?? '';
  const message = fromWord(rows.find((row) => row[0] === 'outcome')?.[3] ?? '-');
  const hash = (word: string | undefined): string | null =>
    word === undefined || word === '-' ? null : word;
  return {
    pushId: value('push'),
    planId: value('plan'),
    kind: value('kind') === 'rollback' ? 'rollback' : 'apply',
    outcome: toOutcome(value('outcome')),
    ...(message === '' ? {} : { message }),
    at: Number(value('at')),
    files: rows
      .filter((row) => row[0] === 'file')
      .map(([, path, realPath, old, planned]) => ({
        path: fromWord(path ?? '-'),
        realPath: fromWord(realPath ?? '-'),
        oldSha256: hash(old),
        newSha256: hash(planned),
      })),
  };
}

function toOutcome(word: string | undefined): NodeOutcome {
  return word === 'committed' || word === 'rolled-back' || word === 'rolled-back-unhealthy'
    ? word
    : 'unknown';
}

/** What became of a push. A push without a trace never came to writing anything. */
export async function readOutcome(wire: Wire, pushId: string): Promise<NodeOutcome | 'working'> {
  const answers = await wire.list(`receipt ${pushId}`);
  const receipt = answers.find(({ key }) => key === 'receipt');
  if (receipt !== undefined) return toOutcome(receipt.words[0]);
  if (answers.some(({ key }) => key === 'working')) return 'working';
  return answers.some(({ key }) => key === 'journal') ? 'unknown' : 'refused';
}

export async function readUndo(wire: Wire, planId: string): Promise<readonly NodeUndo[]> {
  const answers = await wire.list(`undo ${planId}`, ({ key, words }) => key === 'undo' && words[2] !== '-');
  return answers
    .filter(({ key }) => key === 'undo')
    .map(({ words, body }) => ({
      path: fromWord(words[0] ?? '-'),
      realPath: fromWord(words[1] ?? '-'),
      pushedSha256: words[3] === '-' ? null : (words[3] ?? null),
      ...(body === undefined ? {} : { content: body }),
    }));
}
