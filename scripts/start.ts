/** `pnpm start ARGS`: builds the command when it is stale and runs it where the user called, under the pinned Node. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { buildCommand } from './build.ts';

await buildCommand();
const command = resolve(import.meta.dirname, '../packages/tui/dist/mirrorwright.js');
const child = spawn(process.execPath, [command, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
