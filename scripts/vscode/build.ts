/** Bundles the extension to packages/vscode/dist: stub, rest and server for Node 20, and the two files for browsers. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');
export const extensionFolder: string = join(root, 'packages/vscode');
const source = join(extensionFolder, 'src');
const dist = join(extensionFolder, 'dist');

/** What the stub loads later is a file of its own. */
const laterMain: Plugin = {
  name: 'later-main',
  setup(context) {
    context.onResolve({ filter: /\/main\/desktop\.ts$/ }, () => ({ path: './main.cjs', external: true }));
  },
};

const pureEntries: Readonly<Record<string, string>> = {
  '@mirrorwright/core': 'packages/core/src/index.ts',
  '@mirrorwright/io': 'packages/io/src/index.ts',
  '@mirrorwright/io/push': 'packages/io/src/push/index.ts',
};

/** Modules of core and io do nothing by being loaded: what is not used of them is left out. */
const pureModules: Plugin = {
  name: 'pure-modules',
  setup(context) {
    context.onResolve({ filter: /^@mirrorwright\/(?:core|io|io\/push)$/ }, ({ path }) => ({
      path: join(root, pureEntries[path]!),
      sideEffects: false,
    }));
    context.onResolve({ filter: /^\./ }, ({ path, importer }) =>
      /\/packages\/(?:core|io)\/src\//.test(importer)
        ? { path: resolve(importer, '..', path), sideEffects: false }
        : undefined,
    );
  },
};

function shared(): BuildOptions {
  const { version } = JSON.parse(readFileSync(join(extensionFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    bundle: true,
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    external: ['vscode'],
    define: { MIRRORWRIGHT_VERSION: JSON.stringify(version) },
    alias: { yaml: join(root, 'packages/core/node_modules/yaml/browser/index.js') },
    logLevel: 'warning',
  };
}

/** Bundles everything and copies what is shipped beside it. */
export async function buildExtension(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  const desktop: BuildOptions = {
    ...shared(),
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    plugins: [laterMain, pureModules],
  };
  const web: BuildOptions = {
    ...shared(),
    platform: 'browser',
    target: 'es2024',
    mainFields: ['browser', 'module', 'main'],
    plugins: [pureModules],
  };
  await Promise.all([
    build({ ...desktop, entryPoints: { extension: join(source, 'stub/desktop.ts') } }),
    build({ ...desktop, plugins: [pureModules], entryPoints: { main: join(source, 'main/desktop.ts') } }),
    build({ ...desktop, plugins: [pureModules], entryPoints: { server: join(source, 'server/desktop.ts') } }),
    build({ ...web, entryPoints: [join(source, 'stub/web.ts')], outfile: join(dist, 'web/extension.cjs') }),
    build({
      ...web,
      format: 'iife',
      entryPoints: [join(root, 'packages/language-server/src/worker.ts')],
      outfile: join(dist, 'web/server.js'),
    }),
  ]);
  copyAll('schemas', 'schemas', /^mirrorwright\.toml\.schema\.json$/);
  copyAll('schemas/editor', 'schemas', /\.json$/);
  copyAll('docs/rules', 'rules', /^MW\d+\.md$/);
  for (const name of ['LICENSE', 'CHANGELOG.md']) copyFileSync(join(root, name), join(extensionFolder, name));
}

function copyAll(from: string, to: string, wanted: RegExp): void {
  mkdirSync(join(dist, to), { recursive: true });
  for (const name of readdirSync(join(root, from)))
    if (wanted.test(name)) copyFileSync(join(root, from, name), join(dist, to, name));
}

if (import.meta.main) await buildExtension();
