import type { NodeLink } from './world.ts';

/** How a person ends a push: no further node is started; `sessions` are the nodes under way, to be cancelled. */
export interface Stop {
  cancelled(): boolean;
  readonly sessions: Set<NodeLink>;
}
