import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Builds the command before the tests that run it, when it is stale. */
export default function setup(): void {
  const script = resolve(import.meta.dirname, '../../../../scripts/build.ts');
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the command could not be built');
}
