import { type Plan, planIdOf } from '@mirrorwright/core';
import { dangerOfNodes, type Planned } from '@mirrorwright/io/push';

/** `plan --format json`: what was found and would be done, without any text of a file. */
export function planJson(all: readonly Planned[], plan: Plan): string {
  const planned = all.flatMap((each) => ('planned' in each ? [each.planned] : []));
  const value = {
    version: 1,
    planId: planIdOf(plan),
    danger: dangerOfNodes(planned),
    nodes: all.map((each) => ({
      node: each.node.entry.name,
      address: each.node.address.address,
      ...nodeJson(each),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function nodeJson(each: Planned): object {
  if ('failure' in each) return { status: 'failed', failure: each.failure };
  const { node, refusals, notes } = each.planned;
  const status = refusals.length > 0 ? 'refused' : node.destinations.length === 0 ? 'unchanged' : 'planned';
  return {
    status,
    hostname: node.hostname,
    targets: node.targets,
    unsettled: each.unsettled !== undefined,
    files: node.destinations.map(({ path, realPath, baseSha256, newSha256 }) => ({
      path,
      realPath,
      baseSha256,
      newSha256,
    })),
    impact: node.impact,
    findings: node.findings,
    losses: node.losses,
    refusals,
    notes,
  };
}
