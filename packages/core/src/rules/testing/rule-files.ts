import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One rule's two files, found by its folder. */
export interface RuleFiles {
  readonly family: string;
  readonly name: string;
  /** Absolute path of the module. */
  readonly module: string;
  readonly page: string;
}

const folder = resolve(import.meta.dirname, '..');

/** Every page `rules/<family>/<name>.md`, sorted by family and name. */
export function findRuleFiles(): readonly RuleFiles[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
    .flatMap((entry) => ruleFilesIn(entry.name))
    .sort((a, b) => (`${a.family}/${a.name}` < `${b.family}/${b.name}` ? -1 : 1));
}

function ruleFilesIn(family: string): readonly RuleFiles[] {
  return readdirSync(join(folder, family))
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      const name = file.replace(/\.md$/, '');
      const page = readFileSync(join(folder, family, file), 'utf8');
      return { family, name, module: join(folder, family, `${name}.ts`), page };
    });
}

/** Modules of the family folders that could be rules: all but tests. */
export function findModules(): readonly { readonly path: string; readonly hasPage: boolean }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
    .flatMap((entry) => readdirSync(join(folder, entry.name)).map((file) => join(folder, entry.name, file)))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => ({ path, hasPage: existsSync(path.replace(/\.ts$/, '.md')) }));
}

/** `mirror-without-location` -> `mirrorWithoutLocation`. */
export function exportName(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
