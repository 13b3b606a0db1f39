#!/usr/bin/env node
/**
 * The entry of the command. It must parse and say something useful under any Node that knows modules, so it is plain
 * and loads everything else only after the version is known to fit.
 */
import process from 'node:process';

declare const MIRRORWRIGHT_VERSION: string;

/** As `engines` in package.json: what the prompts and the terminal library need. */
function isSupported(version: string): boolean {
  const [major, minor, patch] = version.split('.').map(Number) as [number, number, number];
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

function start(): void {
  if (!isSupported(process.versions.node)) {
    process.stderr.write(
      `mirrorwright needs Node ^22.22.2, ^24.15 or >=26; this is ${process.versions.node}.\n` +
        'Install a current Node, or run it from the project folder with: npx -y pnpm@12 start\n',
    );
    process.exitCode = 2;
    return;
  }
  const args = process.argv.slice(2);
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${MIRRORWRIGHT_VERSION}\n`);
    return;
  }
  void run(args);
}

async function run(args: readonly string[]): Promise<void> {
  const { restartForLargeInput } = await import('./large-input.ts');
  restartForLargeInput(args);
  const nodeModule = await import('node:module');
  nodeModule.enableCompileCache?.();
  const { main } = await import('./main.ts');
  process.exitCode = await main(args, MIRRORWRIGHT_VERSION);
}

start();
