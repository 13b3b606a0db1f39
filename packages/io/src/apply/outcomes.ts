import type { NodeOutcome } from '@mirrorwright/core';

const outcomes: readonly NodeOutcome[] = [
  'committed',
  'rolled-back',
  'rolled-back-unhealthy',
  'unchanged',
  'refused',
  'dry-run',
];

/** The outcome that a node says; undefined for any other word. What nobody said is unknown, and no word for it. */
export function outcomeNamed(word: string | undefined): NodeOutcome | undefined {
  return outcomes.find((each) => each === word);
}
