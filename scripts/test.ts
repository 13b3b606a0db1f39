/**
 * Everything CI runs, in order, or its fast part with `--fast` (`pnpm check`). Stops at the first step that fails
 * to be set up, but runs all checks before it reports, so that one run shows all that is wrong.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Part of `pnpm check`. */
  readonly fast: boolean;
}

interface TestCounts {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
}

const root = resolve(import.meta.dirname, '..');
const fastOnly = process.argv.includes('--fast');
const shared = sharedFolder();
const resultFiles: string[] = [];

function sharedFolder(): string | undefined {
  const named = process.env.MIRRORWRIGHT_SHARED;
  const folder = resolve(root, named ?? '../shared');
  if (existsSync(folder)) return folder;
  if (named === undefined) return undefined;
  process.stderr.write(`MIRRORWRIGHT_SHARED names ${folder}, which does not exist\n`);
  process.exit(1);
}

/** A vitest run whose counts are added up at the end. */
function vitest(name: string, ...projects: readonly string[]): readonly string[] {
  const file = `.cache/vitest-${name}.json`;
  resultFiles.push(file);
  const selected = projects.flatMap((project) => ['--project', project]);
  return ['vitest', 'run', ...selected, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
}

const steps: readonly Step[] = [
  { name: 'build', command: ['node', 'scripts/build.ts'], fast: true },
  { name: 'types', command: ['tsc', '--build'], fast: true },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'], fast: true },
  { name: 'generated files', command: ['node', 'scripts/gen.ts', '--check'], fast: true },
  { name: 'unused code', command: ['knip'], fast: true },
  {
    name: 'unit and corpus',
    command: vitest('unit', 'core', 'io', 'language-server', 'tui', 'vscode', 'scripts'),
    fast: true,
  },
  ...(shared === undefined
    ? []
    : [{ name: 'golden', command: ['node', 'scripts/golden.ts', `${shared}/golden`], fast: false }]),
  { name: 'e2e', command: vitest('e2e', 'e2e'), fast: false },
  { name: 'editor', command: vitest('editor', 'editor'), fast: false },
];

function run(step: Step): boolean {
  process.stdout.write(`\n── ${step.name}\n`);
  const [command, ...args] = step.command as [string, ...string[]];
  const started = performance.now();
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`── ${step.name}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`);
  return status === 0;
}

function countTests(): TestCounts {
  const total: TestCounts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  for (const file of resultFiles.map((name) => resolve(root, name)).filter(existsSync)) {
    const counts = JSON.parse(readFileSync(file, 'utf8')) as TestCounts;
    total.numPassedTests += counts.numPassedTests;
    total.numFailedTests += counts.numFailedTests;
    total.numPendingTests += counts.numPendingTests;
  }
  return total;
}

mkdirSync(resolve(root, '.cache'), { recursive: true });
if (shared === undefined) {
  process.stdout.write(
    'skipped: golden, corpus and toml-test (no ../shared; MIRRORWRIGHT_SHARED names its place)\n',
  );
}
const chosen = steps.filter((step) => step.fast || !fastOnly);
const failed = chosen.filter((step) => !run(step)).map((step) => step.name);
const counts = countTests();
if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`);
process.stdout.write(
  `\n${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${counts.numPendingTests} skipped\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
