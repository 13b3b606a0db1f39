import type { NodeOrder } from '../../ports.ts';
import { sha256 } from '../../text/sha256.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import type { ExportNode, ExportRequest } from '../model.ts';

/** Names and texts that a careless writer of YAML, shell or templates would trip over. */
export const hostile: readonly string[] = [
  '/etc/containers/-rf $(touch x) `id` "q" \'q\'.conf',
  '/etc/containers/{{ lookup("pipe", "id") }} {% raw %}.conf',
  '/etc/containers/# : - ? ! & * | > %.conf',
  '/etc/containers/ü\u2028\u0085\u00a0😀.conf',
  '/etc/containers/no',
];

/** A node with these files, as it was prepared for a push. */
export function exportedNode(
  name: string,
  files: Readonly<Record<string, string>>,
  over: Partial<ExportNode> = {},
): ExportNode {
  const order: NodeOrder = {
    pushId: 'plan-0123456789ab',
    planId: '0123456789ab'.repeat(5).padEnd(64, '0'),
    files: Object.entries(files).map(([path, text], index) => ({
      path,
      realPath: path,
      content: encodeUtf8(text),
      baseSha256: null,
      newSha256: sha256(text),
      mode: 0o644,
      stagedName: `.mirrorwright-plan-0123456789ab-${index}.staged`,
    })),
    reload: [],
    validate: [{ reader: 'skopeo', configFiles: Object.keys(files) }],
    leaseSeconds: 60,
    keepBackups: 10,
    dryRun: false,
  };
  return {
    entry: { name, address: '192.0.2.1', become: 'sudo', groups: ['edge'], labels: {} },
    hostname: name,
    order,
    before: order.files.map(() => null),
    reload: [{ unit: 'crio.service', verb: 'reload', failurePattern: 'nable to reload' }],
    asked: false,
    impact: ['CRI-O reloads'],
    ...over,
  };
}

export function requestOf(...nodes: readonly ExportNode[]): ExportRequest {
  return { planId: nodes[0]!.order.planId, nodes, script: "echo 'it runs'\n" };
}
