import type { NodeEntry } from '../../nodes/model.ts';

/** Beside the inventory. */
export const sshConfigName = 'ssh_config';

/**
 * The configuration of ssh for nodes behind hops; undefined where there are none. It holds what the hops need, since ssh
 * hands them this file and no option of its command line; the person's own configuration follows, and the first value of
 * an option wins (ssh_config(5)).
 */
export function sshConfigText(nodes: readonly NodeEntry[]): string | undefined {
  if (nodes.every(({ jump }) => jump === undefined)) return undefined;
  const targets = new Set(nodes.map(({ address }) => address));
  const keys = nodes.flatMap(({ hopIdentities = [] }) => hopIdentities);
  const blocks = new Set(
    keys.map(({ host, identity }) => {
      const key = `Match originalhost ${host}\n  IdentityFile "${identity.replaceAll('%', '%%')}"\n`;
      // a hop that is pushed to itself keeps its own keys as well
      return targets.has(host) ? key : `${key}  IdentitiesOnly yes\n`;
    }),
  );
  return [
    '# Made by mirrorwright for the hops of inventory.yaml.\n',
    'Host *\n  StrictHostKeyChecking yes\n  ForwardAgent no\n',
    ...blocks,
    'Host *\n  Include ~/.ssh/config\n  Include /etc/ssh/ssh_config\n',
  ].join('');
}

/** Hops and keys that a line of that file cannot hold. */
export function unfitHops(nodes: readonly NodeEntry[]): readonly string[] {
  return nodes.flatMap(({ name, hopIdentities = [] }) =>
    hopIdentities.some(
      ({ host, identity }) => /[^A-Za-z0-9._:-]/.test(host) || /[\u0000-\u001f"\\]|^$/.test(identity),
    )
      ? [name]
      : [],
  );
}
