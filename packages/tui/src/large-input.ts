import { statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** From here on a small young generation pays for a second start. */
const largeBytes = 512 * 1024;

/**
 * The trees of a large file live to the end of the run. In the default young generation they are copied again and again;
 * in a small one they are soon where they stay, and the first collection of that space can wait. Both can only be
 * set when the process starts.
 */
const heapFlags = ['--max-semi-space-size=2', '--initial-old-space-size=400'];

/**
 * Starts the command anew, in place of this process, where its input is large, and for the language server, which keeps the
 * trees of what is open. Returns where neither is so, or it cannot.
 */
export function restartForLargeInput(args: readonly string[]): void {
  const { execve, execArgv, execPath, argv, env } = process;
  if (execve === undefined || process.platform === 'win32') return;
  if (execArgv.some((flag) => flag.includes('semi-space-size'))) return;
  if (args[0] !== 'lsp' && !hasLargeInput(args)) return;
  execve.call(process, execPath, [execPath, ...execArgv, ...heapFlags, ...argv.slice(1)], env);
}

function hasLargeInput(args: readonly string[]): boolean {
  return args.some((arg, index) => {
    const root = args[index - 1] === '--root' ? arg : /^--root=(.*)/.exec(arg)?.[1];
    const path = root === undefined ? arg : join(root, 'etc/containers/registries.conf');
    if (path.startsWith('-')) return false;
    return sizeOf(path) >= largeBytes;
  });
}

/** Bytes of a file; 0 for what is none or cannot be looked at, which the command itself will tell. */
function sizeOf(path: string): number {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}
