import type { MadePlan, Planned } from '@mirrorwright/io/push';

/** `plan --format json`: what was found and would be done, without any text of a file. */
export function planJson({ all, id, danger }: Pick<MadePlan, 'all' | 'id' | 'danger'>): string {
  const value = {
    version: 1,
    planId: id,
    danger,
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
