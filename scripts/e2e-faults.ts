/** The long run against pseudo nodes: every fault at every step, then 500 random ones. Writes the table of docs/reliability.md. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const seed = process.env.MIRRORWRIGHT_SEED ?? String(Date.now() % 1_000_000);
const pushes = process.env.MIRRORWRIGHT_PUSHES ?? '500';
const { status, error } = spawnSync('vitest', ['run', '--project', 'e2e', 'e2e/nodes/faults.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    MIRRORWRIGHT_SEED: seed,
    MIRRORWRIGHT_PUSHES: pushes,
    MIRRORWRIGHT_TABLE: 'true',
  },
});
process.stdout.write(`seed ${seed}\n`);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
