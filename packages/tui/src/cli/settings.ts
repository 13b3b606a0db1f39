import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { isExcluded, noSettings, readSettings, rules, type Settings, sourceText } from '@mirrorwright/core';
import { readText } from '@mirrorwright/io';
import { usageError } from './exit.ts';
import { type Options, stringOption } from './spec.ts';

const fileName = 'mirrorwright.toml';

/**
 * The settings: the file named by --config, else mirrorwright.toml in this folder or the next one upwards, as far as
 * the root of the repository or of the file system. A mistake in it is a usage error with its line.
 */
export async function loadSettings(options: Options): Promise<Settings> {
  const named = stringOption(options, 'config');
  const path = named === undefined ? findUpwards(process.cwd()) : resolve(named);
  if (path === undefined) return noSettings;
  const read = await readText(path);
  if (!read.ok) throw usageError(`${named ?? path} ${read.reason}`);
  const source = sourceText(read.text);
  const { settings, problems } = readSettings(source, rules);
  const [problem] = problems;
  if (problem !== undefined) {
    const { line, column } = source.position(problem.span.start);
    throw usageError(`${named ?? path}:${line}:${column} ${problem.message}`);
  }
  const folder = dirname(path);
  return { ...settings, relativePath: (file) => relative(folder, resolve(file)).split(sep).join('/') };
}

function findUpwards(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, fileName))) return join(folder, fileName);
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

export function excluder(settings: Settings): (path: string) => boolean {
  return (path) => isExcluded(settings, path);
}
