/**
 * `pnpm bench [--write]`: times the built command beside skopeo loading the same file, and start-up beside an empty
 * Node, and the language server after a change. Prints medians and ratios, which are all that can be compared; `--write` puts them into docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildCommand } from '../build.ts';
import { benchLanguageServer, writeLanguageServerFigures } from './language-server.ts';

const root = resolve(import.meta.dirname, '../..');
const command = join(root, 'packages/tui/dist/mirrorwright.js');
const runs = 7;

interface Measure {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Wall time and peak memory as /usr/bin/time reports them. */
function measure(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Measure {
  const started = performance.now();
  const { stderr, error } = spawnSync('/usr/bin/time', ['-f', 'peak %M', ...args], {
    env,
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw error;
  const seconds = (performance.now() - started) / 1000;
  return { seconds, megabytes: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Runs the contenders in turn, so that a busy moment of the machine meets all of them. */
function compare(contenders: readonly (() => Measure)[]): readonly Measure[] {
  const results = contenders.map((): Measure[] => []);
  for (let run = 0; run < runs; run++)
    for (const [index, contender] of contenders.entries()) results[index]!.push(contender());
  return results.map((list) => ({
    seconds: median(list.map(({ seconds }) => seconds)),
    megabytes: median(list.map(({ megabytes }) => megabytes)),
  }));
}

/** Tables with distinct hosts, prefix, location and two mirrors; with `findings`, one mistake in each. */
function configuration(count: number, findings: boolean): string {
  const tables: string[] = [];
  for (let index = 0; index < count; index++) {
    const host = `r${index}.corp.example`;
    tables.push(
      `[[registry]]\nprefix = "${host}"\nlocation = "${host}"\n` +
        `[[registry.mirror]]\nlocation = "m1.corp.example/p${index}"\n` +
        `[[registry.mirror]]\nlocation = "m2.corp.example/p${index}"\n${findings ? 'blocked = true\n' : ''}`,
    );
  }
  return tables.join('\n');
}

const lines: string[] = [];
function say(line: string): void {
  lines.push(line);
  process.stdout.write(`${line}\n`);
}

function benchLint(folder: string): void {
  say('| tables | lint s | skopeo s | ratio | lint MB | skopeo MB | ratio | with a finding a table, s |');
  say('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  const home = join(folder, 'home');
  const conf = join(home, '.config/containers');
  mkdirSync(join(conf, 'registries.conf.d'), { recursive: true });
  for (const count of [1_000, 10_000, 50_000, 100_000]) {
    const clean = join(conf, 'registries.conf');
    const faulty = join(folder, 'registries.conf');
    writeFileSync(clean, configuration(count, false));
    writeFileSync(faulty, configuration(count, true));
    const env = { PATH: process.env.PATH, HOME: home };
    const lint = (file: string) => () =>
      measure(
        [process.execPath, command, 'lint', file, '--output', '/dev/null', '--format', 'json'],
        env,
        folder,
      );
    const skopeo = () => measure(['skopeo', 'inspect', '--raw', 'docker://127.0.0.1:1/x:y'], env, folder);
    const [ours, peer, found] = compare([lint(clean), skopeo, lint(faulty)]) as [Measure, Measure, Measure];
    const cells = [
      count.toLocaleString('en'),
      ours.seconds.toFixed(2),
      peer.seconds.toFixed(2),
      (ours.seconds / peer.seconds).toFixed(2),
      ours.megabytes.toFixed(0),
      peer.megabytes.toFixed(0),
      (ours.megabytes / peer.megabytes).toFixed(2),
      found.seconds.toFixed(2),
    ];
    say(`| ${cells.join(' | ')} |`);
  }
}

function benchStart(folder: string): void {
  const file = join(folder, 'small/registries.conf');
  mkdirSync(join(folder, 'small'));
  writeFileSync(file, configuration(2, false));
  const env = { PATH: process.env.PATH };
  const node =
    (...args: readonly string[]) =>
    () =>
      measure([process.execPath, ...args], env, folder);
  const [empty, version, lint] = compare([
    node('-e', '0'),
    node(command, '--version'),
    node(command, 'lint', file),
  ]) as [Measure, Measure, Measure];
  say('| | ms | times `node -e 0` |');
  say('| --- | ---: | ---: |');
  for (const [name, { seconds }] of [
    ['node -e 0', empty],
    ['--version', version],
    ['lint of a small file', lint],
  ] as const) {
    say(`| ${name} | ${(seconds * 1000).toFixed(0)} | ${(seconds / empty.seconds).toFixed(2)} |`);
  }
}

/** Puts the tables between the marks of the page; the text around them is written by hand. */
function writePage(): void {
  const path = join(root, 'docs/performance.md');
  const page = readFileSync(path, 'utf8');
  const marks = /(<!-- figures -->\n)[\s\S]*(<!-- end of figures -->)/;
  if (!marks.test(page)) throw new Error('docs/performance.md has no place for the figures');
  writeFileSync(
    path,
    page.replace(marks, (_, open: string, close: string) => `${open}\n${lines.join('\n')}\n\n${close}`),
  );
}

await buildCommand();
const folder = mkdtempSync(join(tmpdir(), 'mirrorwright-bench-'));
try {
  benchStart(folder);
  say('');
  if (spawnSync('skopeo', ['--version']).status === 0) benchLint(folder);
  else say('skopeo is missing: apt-get install skopeo');
  if (process.argv.includes('--write')) writePage();
  process.stdout.write('\n');
  const made = await benchLanguageServer();
  if (process.argv.includes('--write')) writeLanguageServerFigures(made);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
