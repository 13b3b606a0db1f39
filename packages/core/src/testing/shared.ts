import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');

/**
 * A folder of the shared test data (golden, corpus, toml-test), named by MIRRORWRIGHT_SHARED relative to the
 * project's root, or `../shared`. Undefined when the variable is unset and the folder is missing: the test skips.
 * @throws when the variable is set and the folder is missing.
 */
export function sharedFolder(name: string): string | undefined {
  const named = process.env.MIRRORWRIGHT_SHARED;
  const folder = join(resolve(root, named ?? '../shared'), name);
  if (existsSync(folder)) return folder;
  if (named !== undefined) throw new Error(`MIRRORWRIGHT_SHARED is set, but ${folder} does not exist`);
  process.stderr.write(
    `skipped: no shared test data "${name}" (set MIRRORWRIGHT_SHARED to its parent folder)\n`,
  );
  return undefined;
}
