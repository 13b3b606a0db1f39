import type { CurrentPlan } from './current-plan.ts';
import type { PushFace } from './face.ts';
import type { Secrets } from './secrets.ts';
import type { NodeState } from './views/entries.ts';

/** Ids of the views. */
export const views = {
  nodes: 'mirrorwright.nodes',
  plan: 'mirrorwright.plan',
  history: 'mirrorwright.history',
} as const;

type View = (typeof views)[keyof typeof views];

/** What the views show beside files and receipts. */
export interface PanelState {
  plan(): CurrentPlan | undefined;
  showPlan(plan: CurrentPlan | undefined): void;
  readonly nodes: ReadonlyMap<string, NodeState>;
  nodeIs(name: string, state: NodeState | undefined): void;
  /** Something else changed that a view shows. */
  changed(view: View): void;
  onChange(listener: (view: View) => void): void;
  /** Runs it unless something of the kind is under way; then undefined. */
  alone<R>(run: () => Promise<R>): Promise<R> | undefined;
  isBusy(): boolean;
  /** Ends what is under way, as its notification does. */
  cancel(): void;
  /** Calls back at the next cancelling, until the answer is called. */
  onCancel(handler: () => void): () => void;
}

/** What the commands of a push work with. */
export interface Panel {
  readonly state: PanelState;
  readonly secrets: Secrets;
  /** Runs a flow; who is asked follows from the arguments of the command, connections are shared until it ends. */
  using<R>(args: readonly unknown[], run: (face: PushFace) => Promise<R>): Promise<R>;
}

/** Runs a flow that writes; a second one of this window is refused. */
export function alone(
  { state, using }: Panel,
  args: readonly unknown[],
  run: (face: PushFace) => Promise<object>,
): Promise<object> {
  return using(args, async (face) => {
    const running = state.alone(() => run(face));
    if (running !== undefined) return running;
    face.say('info', 'Another push or rollback of this window is under way.');
    return { end: 'refused' };
  });
}

/** Nothing planned, nothing known of any node. */
export function panelState(): PanelState {
  const listeners: ((view: View) => void)[] = [];
  const nodes = new Map<string, NodeState>();
  const changed = (view: View): void => {
    for (const listener of listeners) listener(view);
  };
  let plan: CurrentPlan | undefined;
  const cancels = new Set<() => void>();
  let busy = false;
  return {
    plan: () => plan,
    showPlan: (next) => {
      plan = next;
      changed(views.plan);
    },
    nodes,
    nodeIs: (name, state) => {
      if (state === undefined) nodes.delete(name);
      else nodes.set(name, state);
      changed(views.nodes);
    },
    changed,
    onChange: (listener) => void listeners.push(listener),
    alone: (run) => {
      if (busy) return undefined;
      busy = true;
      changed(views.plan);
      return run().finally(() => {
        busy = false;
        changed(views.plan);
      });
    },
    isBusy: () => busy,
    cancel: () => {
      for (const handler of cancels) handler();
    },
    onCancel: (handler) => {
      cancels.add(handler);
      return () => cancels.delete(handler);
    },
  };
}
