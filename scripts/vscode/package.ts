/** Makes the .vsix: `pnpm --filter ./packages/vscode package`. Nothing is fetched. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildExtension, extensionFolder } from './build.ts';

const root = resolve(import.meta.dirname, '../..');

/** Larger ones are not worth their download. */
const mostBytes = 2 * 1024 * 1024;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly devDependencies?: unknown;
  readonly scripts?: unknown;
  readonly private?: unknown;
}

/** Bundles the extension and packs it; answers the path of the file. */
export async function packageExtension(): Promise<string> {
  await buildExtension();
  const folder = join(root, '.cache/vsix');
  stage(join(folder, 'extension'));
  const file = vsixPath();
  const vsce = join(extensionFolder, 'node_modules/.bin/vsce');
  const args = [
    'package',
    '--no-dependencies',
    '--no-rewrite-relative-links',
    '--allow-missing-repository',
    '--out',
    file,
  ];
  const { status, stdout, stderr } = spawnSync(vsce, args, {
    cwd: join(folder, 'extension'),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`vsce ended with ${status}:\n${stdout}${stderr}`);
  const { size } = statSync(file);
  if (size > mostBytes) throw new Error(`${file} has ${size} bytes, more than ${mostBytes}`);
  return file;
}

/** Where the packed extension is, or will be. */
export function vsixPath(): string {
  const { name, version } = manifestOf();
  return join(root, '.cache/vsix', `${name}-${version}.vsix`);
}

function manifestOf(): Manifest {
  return JSON.parse(readFileSync(join(extensionFolder, 'package.json'), 'utf8')) as Manifest;
}

/** What is shipped, in a folder of its own: the packer does not know versions from a catalog, and nobody else needs them. */
function stage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = manifestOf();
  for (const name of manifest.files) {
    const own = join(extensionFolder, name);
    cpSync(existsSync(own) ? own : join(root, name), join(folder, name), { recursive: true });
  }
  const { devDependencies: _, scripts: __, private: ___, ...shipped } = manifest;
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
}

if (import.meta.main) {
  const file = await packageExtension();
  process.stdout.write(`${file} (${Math.round(statSync(file).size / 1024)} KB)\n`);
}
