import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type NodeLab, nodePrograms, startNodes } from '../../nodes/support/nodes.ts';
import { haveNamespaces, havePrograms } from '../../support/programs.ts';

/** Machines that an editor of this machine can push to. */
export interface EditorNodes {
  readonly lab: NodeLab;
  /** For the editor: its ssh knows the machines, its receipts are its own. */
  readonly env: Readonly<Record<string, string>>;
  /** Text of a nodes file; users by the number of the machine, root where none is named. */
  nodesFile(users?: Readonly<Record<number, string>>): string;
  /** A file of a machine; undefined where there is none. */
  read(number: number, path: string): string | undefined;
  /** Everything the editor keeps of pushes. */
  readonly state: string;
}

export function canHaveNodes(): boolean {
  return havePrograms(...nodePrograms) && haveNamespaces();
}

/** Starts machines that run podman, and CRI-O as far as its version goes: its service is a recording stand-in. */
export async function startEditorNodes(count: number): Promise<EditorNodes> {
  const lab = await startNodes(count);
  for (const node of lab.nodes) {
    node.run(
      `printf '#!/bin/sh\\necho crio version 1.33.1\\n' >/usr/local/bin/crio; chmod 755 /usr/local/bin/crio`,
    );
    node.run(
      'mkdir -p /run/systemd/system; ln -sf /etc/mirrorwright-lab/systemctl /etc/mirrorwright-lab/journalctl /usr/local/bin/',
    );
  }
  const state = join(lab.folder, 'editor-state');
  return {
    lab,
    state,
    // started from a command line, the editor keeps the path it is given instead of that of a login shell
    env: { PATH: `${sshFolder(lab)}:${process.env.PATH}`, XDG_STATE_HOME: state, VSCODE_CLI: '1' },
    nodesFile: (users = {}) =>
      `nodes:\n${lab.nodes
        .map(({ name, address }, index) => {
          const user = users[index + 1] ?? 'root';
          return `  - name: ${name}\n    address: ${address}\n    user: ${user}\n    become: ${user === 'root' ? 'none' : 'sudo'}\n`;
        })
        .join('')}`,
    read: (number, path) => {
      try {
        return readFileSync(lab.nodes[number - 1]!.at(path), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

/** Names for the machines as people have them: `node-a.corp.example` is the first one. */
function aliases(lab: NodeLab): string {
  return lab.nodes
    .map(
      ({ address }, index) =>
        `Host node-${'abc'[index]}.corp.example\n  HostName ${address}\n  HostKeyAlias ${address}\n`,
    )
    .join('');
}

/** A folder with an `ssh` that runs in the network of the machines, with the keys of the lab for the system's. */
function sshFolder(lab: NodeLab): string {
  const folder = join(lab.folder, 'editor-bin');
  mkdirSync(folder);
  const config = join(lab.folder, 'editor-ssh-config');
  writeFileSync(
    config,
    `${aliases(lab)}Host *\n  IdentityFile ${lab.identity}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${lab.knownHosts}\n  GlobalKnownHostsFile none\n`,
  );
  const script = `mount --bind ${config} /etc/ssh/ssh_config && exec /usr/bin/ssh "$@"`;
  const program = join(folder, 'ssh');
  writeFileSync(
    program,
    `#!/bin/sh\nexec ${lab.inside.join(' ')} unshare --mount --propagation private sh -c '${script}' ssh "$@"\n`,
  );
  chmodSync(program, 0o755);
  return folder;
}
