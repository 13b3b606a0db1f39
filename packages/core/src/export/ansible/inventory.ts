import type { NodeEntry } from '../../nodes/model.ts';
import { unsafe } from '../yaml.ts';
import { sshConfigName } from './ssh-config.ts';

/** The nodes as an inventory, with their groups. */
export function inventoryYaml(nodes: readonly NodeEntry[]): string {
  const groups = new Map<string, string[]>();
  // these two are made by Ansible itself
  for (const { name, groups: own } of nodes)
    for (const group of own)
      if (group !== 'all' && group !== 'ungrouped') groups.set(group, [...(groups.get(group) ?? []), name]);
  return [
    'all:\n  hosts:\n',
    ...nodes.map(hostLines),
    groups.size === 0 ? '' : '  children:\n',
    ...[...groups].map(
      ([group, names]) =>
        `    ${unsafe(group)}:\n      hosts:\n${names.map((name) => `        ${unsafe(name)}: {}\n`).join('')}`,
    ),
  ].join('');
}

function hostLines(node: NodeEntry): string {
  const { name, address, port, user, identity, jump, become, labels } = node;
  const strict = '-o StrictHostKeyChecking=yes -o ForwardAgent=no';
  const pairs: readonly (readonly [string, string])[] = [
    ['ansible_host', unsafe(address)],
    ...(port === undefined ? [] : [['ansible_port', String(port)] as const]),
    ...(user === undefined ? [] : [['ansible_user', unsafe(user)] as const]),
    ...(identity === undefined ? [] : [['ansible_ssh_private_key_file', unsafe(identity)] as const]),
    ...(jump === undefined
      ? [['ansible_ssh_common_args', unsafe(strict)] as const]
      : [
          ['mirrorwright_jump', unsafe(jump)] as const,
          // ssh starts itself for a hop, with this file and without the options given here
          [
            'ansible_ssh_common_args',
            `"-F {{ (inventory_dir ~ '/${sshConfigName}') | quote }} ${strict} -o ProxyJump={{ mirrorwright_jump | quote }}"`,
          ] as const,
        ]),
    ['ansible_become', String(become === 'sudo')],
  ];
  const tags = Object.entries(labels).map(([key, value]) => `        ${unsafe(key)}: ${unsafe(value)}\n`);
  return [
    `    ${unsafe(name)}:\n`,
    ...pairs.map(([key, value]) => `      ${key}: ${value}\n`),
    tags.length === 0 ? '' : `      mirrorwright_labels:\n${tags.join('')}`,
  ].join('');
}
