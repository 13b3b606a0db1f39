import {
  type Exported,
  type ExportNode,
  type ExportRequest,
  exportAnsible,
  exportKubernetes,
  exportNamespace,
  exportRefusals,
  type NodeAddress,
  type NodeOrder,
  type NodeReport,
  resourceName,
} from '@mirrorwright/core';
import { loadNodeScript, runAnsible, runKubectl } from '@mirrorwright/io';
import { type NodeLink, nodeError } from '@mirrorwright/io/push';
import type { Invocation } from '../cli/spec.ts';
import type { Outside } from '../push/outside.ts';
import { imageOf, refusedBy } from './plan-export.ts';

type OnStep = Parameters<NodeLink['apply']>[1];

/** What was learnt of a node while it was looked at. */
interface Seen {
  readonly address: NodeAddress;
  hostname: string;
  readonly texts: Map<string, string>;
}

/** Carries out what a node shall get; `undo` puts back what was before. */
type Carry = (
  request: ExportRequest,
  task: 'push' | 'undo',
  pushId: string,
  onStep: OnStep,
) => Promise<NodeReport>;

/**
 * The world in which nodes are looked at as ever, and orders are carried out by another program: `push --via`. Canary,
 * batches, receipts and exit codes stay as they are.
 */
export function carriedBy(via: string, invocation: Invocation, outside: Outside): Outside {
  const carry = via === 'kubectl' ? byKubectl(imageOf(invocation), invocation) : byAnsible;
  const done = new Map<string, ExportRequest>();
  const seen = new Map<string, Seen>();
  return {
    ...outside,
    via: via === 'kubectl' ? 'kubectl' : 'ansible',
    connect: async (address) => {
      // a session can be closed and opened again between the look and the order
      const own = seen.get(address.name) ?? { address, hostname: '', texts: new Map() };
      seen.set(address.name, own);
      const look = via === 'ansible' ? () => outside.connect(address) : undefined;
      return carried(await outside.connect(address), own, carry, done, look);
    },
  };
}

function carried(
  link: NodeLink,
  seen: Seen,
  carry: Carry,
  done: Map<string, ExportRequest>,
  look: (() => Promise<NodeLink>) | undefined,
): NodeLink {
  const { address } = seen;
  return {
    ...link,
    facts: async (...questions) => {
      const facts = await link.facts(...questions);
      seen.hostname = facts.hostname;
      return facts;
    },
    read: async (...places) => {
      const states = await link.read(...places);
      for (const { path, content } of states)
        if (content !== undefined) seen.texts.set(path, new TextDecoder().decode(content));
      return states;
    },
    apply: async (order, onStep) => {
      const request = await requestOf(order, seen);
      done.set(address.name, request);
      const report = await carry(request, 'push', order.pushId, onStep);
      if (report.outcome !== 'unknown' || look === undefined) return report;
      const { lookAfter } = await import('./look-after.ts');
      return lookAfter(report, order, look);
    },
    rollback: async (_planId, { pushId }, onStep) => {
      const request = done.get(address.name);
      if (request === undefined) throw new Error(`${address.name} was not pushed to`);
      return carry(request, 'undo', pushId, onStep);
    },
    // a playbook or a job that is under way ends by itself
    cancel: () => undefined,
  };
}

async function requestOf(order: NodeOrder, { address, hostname, texts }: Seen): Promise<ExportRequest> {
  const node: ExportNode = {
    entry: { ...address, groups: [], labels: {} },
    hostname,
    order,
    before: order.files.map(({ path }) => texts.get(path) ?? null),
    reload: order.reload,
    // what is reloaded was decided a moment ago, with the node in sight
    asked: true,
    impact: [],
  };
  const [refusal] = exportRefusals([node]);
  if (refusal !== undefined) throw nodeError({ kind: 'other', ...refusal });
  return { planId: order.planId, nodes: [node], script: await loadNodeScript() };
}

const byAnsible: Carry = (request, task, pushId, onStep) => {
  const [node] = request.nodes;
  return runAnsible({
    node: node!.entry.name,
    pushId,
    exported: exportAnsible(request),
    playbook: task === 'push' ? 'push.yaml' : 'rollback.yaml',
    dryRun: node!.order.dryRun,
    onStep,
  });
};

function byKubectl(image: string, invocation: Invocation): Carry {
  return (request, task, pushId, onStep) => {
    const [node] = request.nodes;
    const { name } = node!.entry;
    const mode = task === 'undo' ? ['--rollback'] : node!.order.dryRun ? ['--dry-run'] : [];
    const words = [...mode, '--guard', String(node!.order.leaseSeconds)];
    const made = { ...request, image, run: pushId, words };
    if (refusedBy(made, invocation) !== undefined)
      throw nodeError({
        kind: 'other',
        message: `${name} cannot be reached by config maps`,
        nextStep: 'use a bundle',
      });
    const exported: Exported = exportKubernetes(made);
    return runKubectl({
      node: name,
      pushId,
      exported,
      file: `job-${name}.yaml`,
      job: resourceName(request.planId, name, pushId),
      namespace: exportNamespace,
      seconds: 300 + node!.order.leaseSeconds,
      onStep,
    });
  };
}
