import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { GeneratedFiles, Part } from './gen/part.ts';

/**
 * Writes everything that is generated and committed. With `--check` nothing is written: stale, missing and left-over
 * files are listed, and the exit code is 1. Parts live in scripts/gen/; each returns files, none writes.
 */
const root = resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');

const parts: readonly string[] = readdirSync(join(root, 'scripts/gen'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'part.ts')
  .sort();

const stale: string[] = [];
for (const file of parts) {
  const { part } = (await import(join(root, 'scripts/gen', file))) as { readonly part?: Part };
  if (part !== undefined) settle(part, await part.make(root));
}
if (check && stale.length > 0) {
  process.stderr.write(`not up to date, run \`pnpm gen\`:\n${stale.map((path) => `  ${path}\n`).join('')}`);
  process.exitCode = 1;
}

function settle(part: Part, files: GeneratedFiles): void {
  for (const [path, text] of files) {
    const wanted = path.endsWith('.ts') ? format(path, text) : text;
    if (read(path) === wanted) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), wanted);
    process.stdout.write(`wrote ${path}\n`);
  }
  for (const path of leftOver(part, files)) {
    stale.push(path);
    if (check) continue;
    rmSync(join(root, path));
    process.stdout.write(`removed ${path}\n`);
  }
}

/** Files in the part's own folders that it no longer makes. */
function leftOver(part: Part, files: GeneratedFiles): readonly string[] {
  return (part.owns ?? []).flatMap((folder) =>
    list(folder)
      .map((name) => `${folder}/${name}`)
      .filter((path) => !files.has(path)),
  );
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

/** As the formatter wants it, so that generated modules need no exception from it. */
function format(path: string, text: string): string {
  const biome = join(root, 'node_modules/.bin/biome');
  const args = ['check', '--write', `--stdin-file-path=${path}`];
  const result = spawnSync(biome, args, { cwd: root, input: text, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (result.status !== 0) throw new Error(`biome on ${path}: ${result.stderr}`);
  return result.stdout;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
