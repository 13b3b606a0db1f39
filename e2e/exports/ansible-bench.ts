import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type NodeLab, startNodes } from '../nodes/support/nodes.ts';
import { type Answer, buildCommand, type House, houseBeside, stateOf } from './house.ts';

export const conf = '/etc/containers/registries.conf';
export const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';

/** Two nodes, as new for each test, and what tests of playbooks do again and again. */
export interface Bench {
  lab(): NodeLab;
  house(): House;
  /** Plans and exports; answers the folder of the export and the plan's file. */
  exported(
    args?: readonly string[],
    again?: readonly string[],
  ): Promise<{ readonly role: string; readonly plan: string; readonly id: string }>;
  play(role: string, ...args: readonly string[]): Promise<Answer>;
  /** What every node holds. */
  before(): readonly string[];
}

let count = 0;

/** Everything as new, with one registries.conf. */
const renewed = `rm -rf /etc/containers /var/lib/mirrorwright /var/log/lab/* /run/systemd /etc/mirrorwright-lab/fail; mkdir -p -m 755 /etc/containers/registries.conf.d; printf 'unqualified-search-registries = ["docker.io"]\\n' >${conf}; chmod 640 ${conf}; chown 0:3 ${conf}`;

export function ansibleBench(): Bench {
  let started: NodeLab | undefined;
  let beside: House | undefined;
  const lab = (): NodeLab => started!;
  const house = (): House => beside!;
  beforeAll(async () => {
    buildCommand();
    started = await startNodes(2);
    beside = houseBeside(started);
  }, 90_000);
  afterAll(() => started?.stop());
  beforeEach(() => {
    for (const node of lab().nodes) node.run(renewed);
  });
  return {
    lab,
    house,
    exported: async (args = [], again = []) => {
      const number = ++count;
      const { folder, mirrorwright } = house();
      const plan = join(folder, `plan-${number}.json`);
      expect(await mirrorwright('plan', ...args, ...again, '--out', plan)).toMatchObject({ code: 0 });
      const role = join(folder, `role-${number}`);
      const made = await mirrorwright('plan', plan, '--export', 'ansible', '--out', role, ...again);
      expect(made).toMatchObject({ code: 0 });
      return { role, plan, id: JSON.parse(readFileSync(plan, 'utf8')).id };
    },
    play: (role, ...args) => house().run('ansible-playbook', ['-i', 'inventory.yaml', ...args], role),
    before: () => lab().nodes.map(stateOf),
  };
}

/** Went well; else what was said is shown. */
export function fine(answer: Answer): void {
  expect(answer.code, answer.text).toBe(0);
}
