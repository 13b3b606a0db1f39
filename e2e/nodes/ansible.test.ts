import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveNamespaces, havePrograms } from '../support/programs.ts';
import { type Desk, makeDesk } from './support/command.ts';
import { type NodeLab, nodePrograms, startNodes } from './support/nodes.ts';

const ready = havePrograms(...nodePrograms, 'ansible-playbook') && haveNamespaces();
const conf = '/etc/containers/registries.conf';
const before = '[[registry]]\nlocation = "docker.io"\n';
const after = `${before}\n[[registry]]\nlocation = "quay.io"\n`;

interface Played {
  readonly code: number | null;
  readonly text: string;
  /** The numbers of the recap. */
  readonly counts: Readonly<Record<string, number>>;
}

describe.skipIf(!ready)('the exported role', () => {
  let lab: NodeLab;
  let desk: Desk;
  beforeAll(async () => {
    lab = await startNodes(1);
    const [node] = lab.nodes;
    desk = makeDesk(lab, {
      'new.conf': after,
      'mirrorwright-nodes.yaml': `nodes:\n  - {name: node1, address: ${node!.address}, user: deploy, become: sudo}\n`,
    });
    node!.run(`printf '%s' '${before}' >${conf}; chmod 640 ${conf}`);
  }, 60_000);
  afterAll(() => lab?.stop());

  const play = (folder: string, ...more: readonly string[]): Promise<Played> => {
    const args = [...lab.inside.slice(1), 'ansible-playbook', '-i', 'inventory.yml', 'playbook.yml', ...more];
    const ssh = `-i ${lab.identity} -o UserKnownHostsFile=${lab.knownHosts} -o StrictHostKeyChecking=yes`;
    const env = { ...process.env, ANSIBLE_SSH_ARGS: ssh, ANSIBLE_NOCOLOR: '1', ANSIBLE_PIPELINING: '1' };
    const child = spawn(lab.inside[0]!, args, { cwd: join(desk.folder, folder), env });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    return new Promise((done) =>
      child.on('close', (code) => {
        const recap = text.slice(text.indexOf('PLAY RECAP'));
        const counts = [...recap.matchAll(/(\w+)=(\d+)/g)].map(
          ([, key, count]) => [key!, Number(count)] as const,
        );
        done({ code, text, counts: Object.fromEntries(counts) });
      }),
    );
  };
  const exported = (folder: string, ...more: readonly string[]) =>
    desk.run('plan', '--file', `new.conf:${conf}`, ...more, '--export', 'ansible', '--out', folder);

  it('changes nothing in check mode, then the file, then nothing', async () => {
    expect((await exported('role')).code).toBe(0);
    const checked = await play('role', '--check', '--diff');
    expect([checked.code, checked.counts.failed]).toEqual([0, 0]);
    expect(checked.text).toContain('+location = "quay.io"');
    expect(lab.nodes[0]!.run(`cat ${conf}`)).toBe(before);
    const done = await play('role');
    expect([done.code, done.counts.failed]).toEqual([0, 0]);
    expect(lab.nodes[0]!.run(`cat ${conf}; stat -c %a ${conf}; ls -A /etc/containers`)).toBe(
      `${after}640\nregistries.conf\nregistries.conf.d\n`,
    );
    const again = await play('role');
    expect([again.code, again.counts.changed]).toEqual([0, 0]);
    lab.nodes[0]!.run(`echo '# by hand' >>${conf}`);
    const drifted = await play('role');
    expect([drifted.code, drifted.text]).toEqual([
      2,
      expect.stringContaining('not as it was when the plan was made'),
    ]);
  }, 240_000);

  it('puts everything back when a service does not come up', async () => {
    lab.nodes[0]!.run(`printf '%s' '${before}' >${conf}`);
    writeFileSync(join(desk.folder, 'new.conf'), `${after}# fails\n`);
    const made = await exported('failing', '--restart', 'no-such-unit.service');
    expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('--check --diff')]);
    const handlers = join(desk.folder, 'failing/roles/mirrorwright/handlers/main.yml');
    // the recorded systemctl of the lab takes every unit: one that is not there fails by its own
    writeFileSync(handlers, readFileSync(handlers, 'utf8').replace('"systemctl"', '"/bin/false"'));
    const { code, text } = await play('failing');
    expect([code, text]).toEqual([2, expect.stringContaining('All files are as they were before')]);
    expect(lab.nodes[0]!.run(`cat ${conf}; stat -c %a ${conf}`)).toBe(`${before}640\n`);
  }, 120_000);
});
