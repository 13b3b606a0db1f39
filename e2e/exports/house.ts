import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NodeLab, PseudoNode } from '../nodes/support/nodes.ts';

const command = resolve(import.meta.dirname, '../../packages/tui/dist/mirrorwright.js');

export interface Answer {
  readonly code: number;
  readonly text: string;
}

/** A person's folder beside the nodes: a policy, the nodes file, and the built command. */
export interface House {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  write(name: string, text: string): string;
  mirrorwright(...args: readonly string[]): Promise<Answer>;
  /** Any program beside the nodes. */
  run(program: string, args: readonly string[], folder?: string): Promise<Answer>;
}

export const policy =
  'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example/hub\n';

/** Builds the command. */
export function buildCommand(): void {
  spawnSync(process.execPath, [resolve(import.meta.dirname, '../../scripts/build.ts')], { stdio: 'inherit' });
}

export function houseBeside(lab: NodeLab, nodes: readonly PseudoNode[] = lab.nodes): House {
  const folder = join(lab.folder, 'house');
  const home = join(folder, 'home');
  mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  writeFileSync(
    join(home, '.ssh/config'),
    `UserKnownHostsFile ${lab.knownHosts}\nIdentityFile ${lab.identity}\nIdentitiesOnly yes\n`,
    { mode: 0o600 },
  );
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    LANG: 'C.UTF-8',
    XDG_STATE_HOME: join(home, 'state'),
    ANSIBLE_PIPELINING: 'True',
    ANSIBLE_NOCOLOR: '1',
    // the nodes have no sftp
    ANSIBLE_SSH_TRANSFER_METHOD: 'piped',
  };
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  write('mirror-policy.yaml', policy);
  const rows = nodes.map(
    ({ name, address }) =>
      `  - {name: ${name}, address: ${address}, user: deploy, become: sudo, groups: [edge]}\n`,
  );
  write('mirrorwright-nodes.yaml', `version: 1\nnodes:\n${rows.join('')}`);
  // ssh goes by the account, not by HOME
  const accounts = readFileSync('/etc/passwd', 'utf8').replace(
    /^root:(.*):[^:]*:([^:]*)$/m,
    `root:$1:${home}:$2`,
  );
  const passwd = write('passwd', accounts);
  const atHome = ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /etc/passwd && exec "$@"', passwd];
  const run = (program: string, args: readonly string[], where = folder): Promise<Answer> =>
    new Promise((done) => {
      const [first, ...rest] = lab.inside;
      const child = spawn(first!, [...rest, ...atHome, program, ...args], { cwd: where, env });
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
      child.on('close', (code) => done({ code: code ?? -1, text }));
    });
  return {
    folder,
    env,
    write,
    run,
    mirrorwright: (...args) => run(process.execPath, [command, ...args, '--no-input']),
  };
}

/** What a node holds below the folders that a push may touch: names, modes, owners and texts. */
export function stateOf(node: PseudoNode): string {
  return node.run(
    'cd /etc/containers && find . -printf "%p %y %m %U %G %l\\n" | sort; find . -type f | sort | xargs -d "\\n" sha256sum',
  );
}
