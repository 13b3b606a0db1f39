import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  NodeAddress,
  NodeFacts,
  NodeFileState,
  NodeOrder,
  NodeReceipt,
  NodeReport,
  NodeUndo,
} from '@mirrorwright/core';
import { nodeError } from '../push/failure.ts';
import type { NodeLink, PushWorld } from '../push/world.ts';
import { receiptStore } from '../receipts/store.ts';

/** A machine in memory that behaves as a session promises: all files of an order or none, backups, one push at a time. */
export interface MemoryNode {
  readonly name: string;
  readonly files: Map<string, string>;
  facts: NodeFacts;
  /** Reasons to fail, by what is asked. */
  readonly faults: Map<'connect' | 'read' | 'apply' | 'lost' | 'rollback', Parameters<typeof nodeError>[0]>;
  /** Pushes that can be taken back, oldest first. */
  readonly pushes: {
    planId: string;
    pushId: string;
    before: Map<string, string | undefined>;
    after: Map<string, string>;
  }[];
  readonly records: NodeReceipt[];
  readonly orders: NodeOrder[];
  /** Called in the middle of an order. */
  during: () => void | Promise<void>;
  sessions: number;
  cancelled: boolean;
}

export function memoryNode(name: string, files: Readonly<Record<string, string>> = {}): MemoryNode {
  return {
    name,
    files: new Map(Object.entries(files)),
    facts: {
      hostname: name,
      os: 'Debian GNU/Linux 12 (bookworm)',
      uid: 0,
      systemd: true,
      versions: { podman: 'podman version 5.4.2' },
      markers: ['/etc', '/etc/containers'],
      readOnly: [],
    },
    faults: new Map(),
    pushes: [],
    records: [],
    orders: [],
    during: () => undefined,
    sessions: 0,
    cancelled: false,
  };
}

/** Opens sessions with machines in memory, by address. */
function connectTo(nodes: readonly MemoryNode[]): (address: NodeAddress) => Promise<NodeLink> {
  return async (address) => {
    const node = nodes.find(({ name }) => name === address.name);
    if (node === undefined) throw new Error(`no machine ${address.name}`);
    throwIf(node, 'connect');
    node.sessions++;
    return sessionOf(node);
  };
}

/** A world of machines in memory, with receipts in a folder of their own; its clock and names count upwards. */
export function memoryWorld(nodes: readonly MemoryNode[]): PushWorld {
  const state = mkdtempSync(join(tmpdir(), 'mirrorwright-state-'));
  let clock = 1_795_000_000_000;
  let count = 0;
  return {
    connect: connectTo(nodes),
    receipts: receiptStore({ XDG_STATE_HOME: state }),
    now: () => clock++,
    pushId: () => `push-${++count}`,
  };
}

function throwIf(node: MemoryNode, fault: Parameters<MemoryNode['faults']['get']>[0]): void {
  const failure = node.faults.get(fault);
  if (failure !== undefined) throw nodeError(failure);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function stateOf(node: MemoryNode, path: string): NodeFileState {
  const text = node.files.get(path);
  if (text === undefined) return { path, realPath: path, kind: 'missing' };
  return { path, realPath: path, kind: 'file', content: bytes(text), mode: 0o644, uid: 0, gid: 0 };
}

function sessionOf(node: MemoryNode): NodeLink {
  let open = true;
  const alive = (): void => {
    if (!open) throw new Error('used after it was closed');
  };
  return {
    facts: async () => {
      alive();
      return node.facts;
    },
    read: async (paths, folders) => {
      alive();
      throwIf(node, 'read');
      const inside = [...node.files.keys()].filter((path) =>
        folders.some((folder) => path.startsWith(`${folder}/`)),
      );
      return [...new Set([...paths, ...inside])].map((path) => stateOf(node, path));
    },
    apply: async (order, onStep) => {
      alive();
      return applyTo(node, order, onStep);
    },
    rollback: async (planId, { overwrite, pushId }, onStep) => {
      alive();
      throwIf(node, 'rollback');
      return undo(node, planId, pushId, overwrite, onStep);
    },
    cancel: () => {
      node.cancelled = true;
    },
    prune: async (keep) => {
      node.pushes.splice(0, Math.max(0, node.pushes.length - keep));
      node.records.splice(0, Math.max(0, node.records.length - keep));
    },
    receipts: async () => [...node.records],
    outcomeOf: async (pushId) => node.records.find((each) => each.pushId === pushId)?.outcome ?? 'refused',
    undoable: async (planId) => undosOf(node, planId),
    repair: async (pushId) => {
      const { unsettledJournal: _, ...facts } = node.facts;
      node.facts = facts;
      return { node: node.name, pushId, outcome: 'rolled-back', steps: [], validated: [] };
    },
    close: async () => {
      if (open) node.sessions--;
      open = false;
    },
  };
}

async function applyTo(
  node: MemoryNode,
  order: NodeOrder,
  onStep: (step: string, detail?: string) => void,
): Promise<NodeReport> {
  node.orders.push(order);
  const report = { node: node.name, pushId: order.pushId, steps: [], validated: [] };
  onStep('lock');
  for (const { path, baseSha256, newSha256 } of order.files) {
    const text = node.files.get(path);
    const now = text === undefined ? null : hash(text);
    if (now !== baseSha256 && now !== newSha256)
      return {
        ...report,
        outcome: 'refused',
        failure: { kind: 'drift', message: `${path} was changed`, nextStep: 'plan again' },
      };
  }
  onStep('back up');
  const before = new Map(order.files.map(({ path }) => [path, node.files.get(path)]));
  await node.during();
  throwIf(node, 'lost');
  const failure = node.faults.get('apply');
  if (failure !== undefined || node.cancelled)
    return {
      ...report,
      outcome: 'rolled-back',
      ...(failure !== undefined && { failure }),
    };
  if (order.dryRun) return { ...report, outcome: 'dry-run' };
  const after = new Map<string, string>();
  for (const { path, content } of order.files) {
    const text = new TextDecoder().decode(content);
    node.files.set(path, text);
    after.set(path, text);
  }
  onStep('write', `${order.files.length} files`);
  record(node, order, 'apply', before, after);
  node.pushes.push({ planId: order.planId, pushId: order.pushId, before, after });
  return { ...report, outcome: 'committed', validated: [{ reader: 'podman', result: 'ok' }] };
}

function undo(
  node: MemoryNode,
  planId: string,
  pushId: string,
  overwrite: boolean,
  onStep: (step: string) => void,
): NodeReport {
  const report = { node: node.name, pushId, steps: [], validated: [] };
  const push = node.pushes.findLast((each) => each.planId === planId);
  const refuse = (message: string): NodeReport => ({
    ...report,
    outcome: 'refused',
    failure: { kind: 'drift', message, nextStep: 'look at it; --overwrite restores it all the same' },
  });
  if (push === undefined) return refuse('no committed push of that plan');
  for (const [path, text] of push.after)
    if (node.files.get(path) !== text && !overwrite) return refuse(`${path} was changed since`);
  onStep('restore');
  record(node, { planId, pushId }, 'rollback', push.after, push.before);
  for (const [path, text] of push.before) {
    if (text === undefined) node.files.delete(path);
    else node.files.set(path, text);
  }
  node.pushes.splice(node.pushes.indexOf(push), 1);
  return { ...report, outcome: 'committed' };
}

function record(
  node: MemoryNode,
  { planId, pushId }: Pick<NodeOrder, 'planId' | 'pushId'>,
  kind: NodeReceipt['kind'],
  before: ReadonlyMap<string, string | undefined>,
  after: ReadonlyMap<string, string | undefined>,
): void {
  const hashOf = (text: string | undefined): string | null => (text === undefined ? null : hash(text));
  const files = [...after].map(([path, text]) => ({
    path,
    realPath: path,
    oldSha256: hashOf(before.get(path)),
    newSha256: hashOf(text),
  }));
  node.records.push({ pushId, planId, kind, outcome: 'committed', at: 0, files });
}

function undosOf(node: MemoryNode, planId: string): readonly NodeUndo[] {
  const push = node.pushes.findLast((each) => each.planId === planId);
  return [...(push?.after ?? [])].map(([path, text]) => {
    const before = push!.before.get(path);
    return {
      path,
      realPath: path,
      pushedSha256: hash(text),
      ...(before !== undefined && { content: bytes(before) }),
    };
  });
}
