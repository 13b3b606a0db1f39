import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { vsixPath } from '../../../scripts/vscode/package.ts';

/** Unpacks the packed extension anew; the folder of it. */
export function unpacked(): string {
  const folder = resolve(import.meta.dirname, '../../../.cache/vsix-unpacked');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('unzip', ['-q', vsixPath(), '-d', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`unzip: ${stderr}`);
  return join(folder, 'extension');
}
