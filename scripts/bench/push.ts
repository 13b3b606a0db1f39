/**
 * `node scripts/bench/push.ts [--write]`: `push` to 50 machines in namespaces of their own beside `ansible-playbook`
 * copying one file to them in the same run. Prints medians, ratios and the processor time of both sides; needs root.
 * `--write` puts them into docs/performance.md.
 *
 * Both start without a connection, make one to every machine with the same ssh and the same key, become root by sudo, work
 * on as many machines at a time, and replace one file that is there already, but for the first run. The file of
 * ansible-playbook lies where push does not read, since its backups would pile up there.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { type Desk, makeDesk } from '../../e2e/nodes/support/command.ts';
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

interface Cost {
  readonly seconds: number;
  /** Processor time of the program and all that it starts, what it leaves behind included; in seconds. */
  readonly here: number;
  /** Processor time of all machines, in seconds. */
  readonly nodes: number;
}

/** Processor time in ticks of a hundredth, from the fields of /proc/PID/stat: of the process, and of children that ended. */
function ticks(pid: string, fields: readonly number[]): number {
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return fields.reduce((sum, field) => sum + Number(words[field - 3]), 0);
}

function spent(lab: NodeLab): { readonly here: number; readonly nodes: number } {
  // the first process of a machine is its sshd, which reaps whatever ends there
  const firsts = lab.nodes.map((node) => node.at('').split('/')[2]!);
  return {
    here: ticks('self', [16, 17]) / 100,
    nodes: firsts.reduce((sum, pid) => sum + ticks(pid, [14, 15, 16, 17]), 0) / 100,
  };
}

/** In a process space of its own, which ends with the program: nothing that it leaves in the background is forgotten. */
const alone = ['--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];

function timed(
  lab: NodeLab,
  words: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Cost {
  const before = spent(lab);
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync('unshare', [...alone, ...words], {
    ...options,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0)
    throw new Error(`${words.join(' ')} ended with ${status}: ${`${stdout}${stderr}`.slice(-2000)}`);
  // the far ends of closed connections are still ending
  spawnSync('sleep', ['2']);
  const after = spent(lab);
  return { seconds, here: after.here - before.here, nodes: after.nodes - before.nodes };
}

/** The whole command, from the plan on, as a person would start it. */
async function pushing(lab: NodeLab, at: Desk, run: string, more: readonly string[]): Promise<Cost> {
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
  return timed(lab, at.words('push', `${run}.json`, '--confirm', id, ...fleet), { cwd: at.folder });
}

function ansible(lab: NodeLab, at: Desk, run: string): Cost {
  writeFileSync(join(at.folder, 'ansible.conf'), content(run));
  const words = [...lab.inside, 'ansible-playbook', '-f', String(forks), '-i', 'hosts.ini', 'play.yaml'];
  const env = {
    ...process.env,
    ANSIBLE_PIPELINING: 'True',
    ANSIBLE_SSH_ARGS: `-o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=${lab.knownHosts} -o GlobalKnownHostsFile=none`,
    ANSIBLE_SSH_CONTROL_PATH_DIR: join(at.folder, `cp-${run}`),
    ANSIBLE_LOCALHOST_WARNING: 'False',
  };
  return timed(lab, words, { cwd: at.folder, env });
}

function desk(lab: NodeLab): Desk {
  const hosts = lab.nodes.map(({ name, address }) => `${name} ansible_host=${address}\n`).join('');
  const nodes = lab.nodes.map(
    ({ name, address }) => `  - {name: ${name}, address: ${address}, user: deploy, become: sudo}\n`,
  );
  return makeDesk(lab, {
    'mirrorwright-nodes.yaml': `nodes:\n${nodes.join('')}`,
    'hosts.ini': `${hosts}[all:vars]\nansible_user=deploy\nansible_become=true\nansible_ssh_private_key_file=${lab.identity}\n`,
    'play.yaml': `- hosts: all\n  gather_facts: false\n  tasks:\n    - ansible.builtin.copy: {src: ansible.conf, dest: /etc/mirrorwright-lab/ansible.conf, mode: "0644", backup: true}\n`,
  });
}

async function bench(): Promise<readonly string[]> {
  await buildCommand();
  const lab = await startNodes(count);
  try {
    const at = desk(lab);
    const costs = { ansible: [] as Cost[], bare: [] as Cost[], usual: [] as Cost[] };
    const load = loadavg()[0]!.toFixed(1);
    for (let run = 0; run < runs; run++) {
      costs.ansible.push(ansible(lab, at, `a${run}`));
      // CRI-O has no command that only reads its configuration: nothing is validated for it, and with --no-reload all else is done
      costs.bare.push(await pushing(lab, at, `b${run}`, ['--target', 'cri-o', '--no-reload']));
      costs.usual.push(await pushing(lab, at, `u${run}`, []));
    }
    const sums = (
      list: readonly Cost[],
    ): { readonly s: number; readonly here: number; readonly nodes: number } => ({
      s: median(list.map(({ seconds }) => seconds)),
      here: median(list.map(({ here }) => here)),
      nodes: median(list.map(({ nodes }) => nodes)),
    });
    const base = sums(costs.ansible);
    const row = (name: string, list: readonly Cost[]): string => {
      const { s, here, nodes } = sums(list);
      const ms = (seconds: number): string => ((seconds * 1000) / count).toFixed(0);
      const cells = [s.toFixed(1), (s / base.s).toFixed(2), ms(here), ms(nodes)];
      return `| ${[name, ...cells, ((here + nodes) / (base.here + base.nodes)).toFixed(2)].join(' | ')} |`;
    };
    return [
      `| ${count} nodes, ${forks} at a time, medians of ${runs} | s | times ansible-playbook | CPU ms a node, here | CPU ms a node, there | times ansible-playbook |`,
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      row('ansible-playbook, one file copied', costs.ansible),
      row('push, every safety step, no validation by runtimes', costs.bare),
      row('push, with validation by the runtimes found', costs.usual),
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
