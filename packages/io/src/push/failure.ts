import { type FailureKind, type NodeFailure, neutralize } from '@mirrorwright/core';

/** Why something did not work with a node, as an error that can be thrown. */
export interface NodeError extends Error {
  readonly failure: NodeFailure;
}

export function nodeError(failure: NodeFailure): NodeError {
  return Object.assign(new Error(failure.message), { failure });
}

/** The failure that a session threw. Anything else is a mistake of ours and thrown on. */
export function failureOf(error: unknown): NodeFailure {
  if (error instanceof Error && 'failure' in error && isFailure(error.failure)) return error.failure;
  if (isFailure(error)) return error;
  throw error;
}

function isFailure(value: unknown): value is NodeFailure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'message' in value &&
    'nextStep' in value
  );
}

/** A failure in one or two lines. */
export function failureText(node: string, { message, nextStep }: Omit<NodeFailure, 'kind'>): string {
  const next = nextStep === '' ? '' : `\n  next: ${neutralize(nextStep)}`;
  const named = message.startsWith(`${node}: `) ? message : `${node}: ${message}`;
  return `${neutralize(named)}${next}\n`;
}

/** What every failed node has in common: 4 when all were refused their credentials, else 1. */
export function codeOfFailures(kinds: readonly FailureKind[]): 1 | 4 {
  return kinds.length > 0 && kinds.every((kind) => kind === 'authentication') ? 4 : 1;
}
