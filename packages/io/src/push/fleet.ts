/*
 * The order in which nodes are pushed to: the first one alone, then the others in batches. Nothing here knows what a
 * push is.
 */

/** How one node ended. */
export type FleetResult = 'ok' | 'failed';

export interface FleetOptions {
  /** Nodes of a batch; the next batch starts when all of them have ended. */
  readonly batch: number;
  /** At most so many at a time. */
  readonly parallel: number;
  /** With more failures than this no further batch is started. */
  readonly maxFailures: number;
  /** Failures that were known before. */
  readonly failedBefore: number;
  /** Whether somebody wants it to end. */
  cancelled(): boolean;
}

export interface FleetEnd<N> {
  /** Nodes that were never started. */
  readonly left: readonly N[];
  readonly why: 'done' | 'canary' | 'failures' | 'cancelled';
}

/** Runs all nodes. The first is the canary: if it fails, no other is started. */
export async function runFleet<N>(
  nodes: readonly N[],
  options: FleetOptions,
  run: (node: N) => Promise<FleetResult>,
): Promise<FleetEnd<N>> {
  const [canary, ...rest] = nodes;
  if (canary === undefined) return { left: [], why: 'done' };
  if (options.cancelled()) return { left: nodes, why: 'cancelled' };
  let failures = options.failedBefore;
  if ((await run(canary)) === 'failed') return { left: rest, why: rest.length === 0 ? 'done' : 'canary' };
  for (let at = 0; at < rest.length; at += options.batch) {
    if (options.cancelled()) return { left: rest.slice(at), why: 'cancelled' };
    if (failures > options.maxFailures) return { left: rest.slice(at), why: 'failures' };
    const batch = rest.slice(at, at + options.batch);
    const { failed, started } = await runBatch(batch, options, failures, run);
    failures += failed;
    if (started < batch.length)
      return { left: rest.slice(at + started), why: options.cancelled() ? 'cancelled' : 'failures' };
  }
  return { left: [], why: 'done' };
}

async function runBatch<N>(
  batch: readonly N[],
  { parallel, maxFailures, cancelled }: FleetOptions,
  before: number,
  run: (node: N) => Promise<FleetResult>,
): Promise<{ readonly failed: number; readonly started: number }> {
  let failed = 0;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < batch.length && !cancelled() && before + failed <= maxFailures) {
      const node = batch[next++]!;
      if ((await run(node)) === 'failed') failed++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, batch.length) }, worker));
  return { failed, started: next };
}
