/** Exit codes of the command line contract. */
export const exitCodes = {
  ok: 0,
  findings: 1,
  usage: 2,
  pending: 3,
  authentication: 4,
  internal: 70,
  cancelled: 130,
} as const;

/** Wrong usage: a message for the user and, where there is one, the next step. Ends with exit code 2. */
export interface UsageError extends Error {
  readonly usage: true;
}

export function usageError(message: string): UsageError {
  return Object.assign(new Error(message), { usage: true as const });
}

export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && 'usage' in error;
}
