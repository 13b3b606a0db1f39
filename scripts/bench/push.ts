/**
 * `node scripts/bench/push.ts [--write]`: `push` to 50 machines in namespaces of their own beside `ansible-playbook`
 * copying one file to them in the same run. Prints medians and ratios; needs root. `--write` puts them into
 * docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { type Desk, type Ended, makeDesk } from '../../e2e/nodes/support/command.ts';
import { type NodeLab, startNodes } from '../../e2e/nodes/support/nodes.ts';
import { buildCommand } from '../build.ts';

const count = Number(process.env.MIRRORWRIGHT_NODES ?? 50);
const runs = Number(process.env.MIRRORWRIGHT_RUNS ?? 3);
const forks = 10;
const conf = '/etc/containers/registries.conf.d/50-bench.conf';

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** The same file for everybody; each run brings another text, so that all of them write. */
function content(run: string): string {
  return `# ${run}\n[[registry]]\nlocation = "docker.io"\n[[registry.mirror]]\nlocation = "cache.corp.example/hub"\n`;
}

async function timed(
  what: string,
  call: () => Promise<Pick<Ended, 'code' | 'stdout' | 'stderr'>>,
): Promise<number> {
  const started = performance.now();
  const { code, stdout, stderr } = await call();
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${what} ended with ${code}: ${`${stdout}${stderr}`.slice(-2000)}`);
  return seconds;
}

/** The whole command, from the plan on, as a person would start it. */
async function pushing(at: Desk, run: string, more: readonly string[]): Promise<number> {
  writeFileSync(join(at.folder, 'file.conf'), content(run));
  const words = ['--file', `file.conf:${conf}`, '--parallel', String(forks), ...more];
  const planned = await at.run('plan', ...words, '--out', `${run}.json`);
  if (planned.code !== 0) throw new Error(planned.stderr);
  const { id } = JSON.parse(readFileSync(join(at.folder, `${run}.json`), 'utf8')) as { readonly id: string };
  const fleet = [
    '--batch',
    String(count),
    '--parallel',
    String(forks),
    '--quiet',
    ...more.filter((word) => word === '--no-reload'),
  ];
  return timed('push', () => at.run('push', `${run}.json`, '--confirm', id, ...fleet));
}

function ansible(lab: NodeLab, at: Desk, run: string): Promise<number> {
  writeFileSync(join(at.folder, 'ansible.conf'), content(run));
  const [program, ...inside] = lab.inside;
  const args = [...inside, 'ansible-playbook', '-f', String(forks), '-i', 'hosts.ini', 'play.yaml'];
  const env = {
    ...process.env,
    ANSIBLE_PIPELINING: 'True',
    ANSIBLE_SSH_ARGS: `-o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=${lab.knownHosts} -o GlobalKnownHostsFile=none`,
    ANSIBLE_SSH_CONTROL_PATH_DIR: join(at.folder, `cp-${run}`),
    ANSIBLE_LOCALHOST_WARNING: 'False',
  };
  return timed('ansible-playbook', async () => {
    const { status, stdout, stderr } = spawnSync(program!, args, { cwd: at.folder, env, encoding: 'utf8' });
    return { code: status, stdout, stderr };
  });
}

function desk(lab: NodeLab): Desk {
  const hosts = lab.nodes.map(({ name, address }) => `${name} ansible_host=${address}\n`).join('');
  const nodes = lab.nodes.map(
    ({ name, address }) => `  - {name: ${name}, address: ${address}, user: deploy, become: sudo}\n`,
  );
  return makeDesk(lab, {
    'mirrorwright-nodes.yaml': `nodes:\n${nodes.join('')}`,
    'hosts.ini': `${hosts}[all:vars]\nansible_user=deploy\nansible_become=true\nansible_ssh_private_key_file=${lab.identity}\n`,
    'play.yaml': `- hosts: all\n  gather_facts: false\n  tasks:\n    - ansible.builtin.copy: {src: ansible.conf, dest: /etc/containers/ansible.conf, mode: "0644", backup: true}\n`,
  });
}

async function bench(): Promise<readonly string[]> {
  await buildCommand();
  const lab = await startNodes(count);
  try {
    const at = desk(lab);
    const times = { ansible: [] as number[], bare: [] as number[], usual: [] as number[] };
    const load = loadavg()[0]!.toFixed(1);
    for (let run = 0; run < runs; run++) {
      times.ansible.push(await ansible(lab, at, `a${run}`));
      // CRI-O has no command that only reads its configuration: nothing is validated for it, and with --no-reload all else is done
      times.bare.push(await pushing(at, `b${run}`, ['--target', 'cri-o', '--no-reload']));
      times.usual.push(await pushing(at, `u${run}`, []));
    }
    const base = median(times.ansible);
    const row = (name: string, list: readonly number[]): string =>
      `| ${name} | ${median(list).toFixed(1)} | ${(median(list) / base).toFixed(2)} |`;
    return [
      `| ${count} nodes, ${forks} at a time, medians of ${runs} | s | times ansible-playbook |`,
      '| --- | ---: | ---: |',
      row('ansible-playbook, one file copied', times.ansible),
      row('push, every safety step, no validation by runtimes', times.bare),
      row('push, with validation by the runtimes found', times.usual),
      '',
      `Load of the machine before: ${load}, after: ${loadavg()[0]!.toFixed(1)}.`,
    ];
  } finally {
    lab.stop();
  }
}

function write(lines: readonly string[]): void {
  const path = resolve(import.meta.dirname, '../../docs/performance.md');
  const page = readFileSync(path, 'utf8');
  const marks = /(<!-- push figures -->\n)[\s\S]*(<!-- end of push figures -->)/;
  if (!marks.test(page)) throw new Error('docs/performance.md has no place for the figures of push');
  writeFileSync(
    path,
    page.replace(marks, (_, open: string, close: string) => `${open}\n${lines.join('\n')}\n\n${close}`),
  );
}

const lines = await bench();
process.stdout.write(`${lines.join('\n')}\n`);
if (process.argv.includes('--write')) write(lines);
