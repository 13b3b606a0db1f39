import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Which package may import which other package of the project. */
const packageArrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  io: ['core'],
  'language-server': ['core'],
  tui: ['core', 'io', 'language-server'],
  vscode: ['core', 'io', 'language-server'],
};

const packageOf: Readonly<Record<string, string>> = {
  '@mirrorwright/core': 'core',
  '@mirrorwright/io': 'io',
  '@mirrorwright/language-server': 'language-server',
  mirrorwright: 'tui',
  'mirrorwright-vscode': 'vscode',
};

/** Which folder of core may import which other; a folder may always import itself. */
const coreArrows: Readonly<Record<string, readonly string[]>> = {
  text: [],
  syntax: ['text'],
  model: ['text'],
  dialects: ['text', 'syntax', 'model'],
  runtimes: ['text', 'syntax', 'model', 'dialects', 'ports.ts'],
  snapshot: ['text', 'syntax', 'model', 'dialects', 'runtimes', 'policy'],
  explain: ['text', 'syntax', 'model', 'dialects', 'runtimes', 'snapshot', 'policy'],
  policy: ['text', 'syntax', 'model', 'dialects'],
  generate: ['text', 'syntax', 'model', 'dialects', 'runtimes', 'snapshot', 'explain', 'policy'],
  rules: ['text', 'syntax', 'model', 'dialects', 'runtimes', 'snapshot', 'explain', 'policy', 'generate'],
  keys: ['text', 'syntax', 'model', 'dialects', 'policy'],
  nodes: ['text', 'syntax', 'ports.ts'],
  plan: [
    'text',
    'syntax',
    'model',
    'dialects',
    'runtimes',
    'snapshot',
    'policy',
    'generate',
    'rules',
    'ports.ts',
  ],
  export: ['text', 'model', 'dialects', 'nodes', 'plan', 'policy', 'generate', 'runtimes', 'ports.ts'],
  report: ['text', 'model', 'dialects', 'rules', 'explain', 'generate'],
};

/** Only these may import the parser libraries: everything else sees the project's own tree. */
const parserLibraries = ['yaml', 'jsonc-parser', '@iarna/toml', 'smol-toml', 'toml-eslint-parser'];

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.includes(`${sep}testing${sep}`);
}

function importsOf(packageName: string): readonly Import[] {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: join(root, 'packages', packageName), absolute: true });
  return files.filter((file) => !isTest(file)).flatMap((file) => importsIn(file));
}

function importsIn(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => ({ file, specifier: (match[1] ?? match[2])! }));
}

function show(file: string, specifier: string): string {
  return `${relative(root, file)} -> ${specifier}`;
}

describe('the arrows between packages', () => {
  it.each(Object.keys(packageArrows))('%s imports only what the architecture allows', (name) => {
    const wrong = importsOf(name).filter(({ file, specifier }) => {
      if (specifier.startsWith('.')) {
        return !resolve(dirname(file), specifier).startsWith(join(root, 'packages', name) + sep);
      }
      const target = Object.entries(packageOf).find(
        ([id]) => specifier === id || specifier.startsWith(`${id}/`),
      );
      return target !== undefined && target[1] !== name && !packageArrows[name]!.includes(target[1]);
    });
    expect(wrong.map(({ file, specifier }) => show(file, specifier))).toEqual([]);
  });

  it('reaches core only through its one entry', () => {
    const deep = Object.keys(packageArrows)
      .flatMap(importsOf)
      .filter(({ specifier }) => specifier.startsWith('@mirrorwright/core/'));
    expect(deep).toEqual([]);
  });
});

describe('the language server', () => {
  it('names Node in its entry for standard input and output alone', () => {
    const wrong = importsOf('language-server').filter(
      ({ file, specifier }) =>
        (specifier.startsWith('node:') || specifier.endsWith('/node')) && !file.endsWith(`${sep}stdio.ts`),
    );
    expect(wrong.map(({ file, specifier }) => show(file, specifier))).toEqual([]);
  });
});

describe('the arrows inside core', () => {
  const source = join(root, 'packages/core/src');
  const imports = importsOf('core');
  const folderOf = (path: string): string => relative(source, path).split(sep)[0]!;

  it('reads a real import graph', () => {
    expect(imports.length).toBeGreaterThan(50);
  });

  it('follow the order of the folders', () => {
    const wrong = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const from = folderOf(file);
      const to = folderOf(resolve(dirname(file), specifier));
      if (from === 'index.ts' || from === to) return false;
      return !(coreArrows[from] ?? []).includes(to);
    });
    expect(wrong.map(({ file, specifier }) => show(file, specifier))).toEqual([]);
  });

  it('keep parser libraries inside syntax', () => {
    const wrong = imports.filter(
      ({ file, specifier }) =>
        parserLibraries.some((name) => specifier === name || specifier.startsWith(`${name}/`)) &&
        folderOf(file) !== 'syntax',
    );
    expect(wrong.map(({ file, specifier }) => show(file, specifier))).toEqual([]);
  });

  it('import nothing but core itself and the libraries it names', () => {
    const allowed = ['yaml', 'jsonc-parser', '@iarna/toml/stringify.js'];
    const wrong = imports.filter(
      ({ specifier }) => !specifier.startsWith('.') && !allowed.includes(specifier),
    );
    expect(wrong.map(({ file, specifier }) => show(file, specifier))).toEqual([]);
  });
});

describe('the size of the rooms', () => {
  it('keeps source files that people write under 320 lines', () => {
    const files = globSync(['packages/*/src/**/*.{ts,tsx}', 'scripts/**/*.ts', 'e2e/**/*.ts'], {
      cwd: root,
      ignore: ['**/node_modules/**', '**/generated/**'],
    });
    const long = files.filter((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      // what a script makes is read by nobody
      return !text.startsWith('// Generated by') && text.split('\n').length > 320;
    });
    expect(long).toEqual([]);
  });
});
