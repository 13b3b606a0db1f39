/** Bundles the `mirrorwright` command to packages/tui/dist: one entry, with lazily loaded parts beside it. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { globSync } from 'tinyglobby';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'packages/tui/dist');
const stamp = join(folder, '.stamp');

/** What the bundle is made of: newer than the stamp means stale. */
function inputs(): readonly string[] {
  return globSync(
    ['packages/*/src/**/*.{ts,tsx}', 'packages/*/package.json', 'pnpm-lock.yaml', 'scripts/build.ts'],
    {
      cwd: root,
      absolute: true,
      ignore: ['**/*.test.{ts,tsx}', '**/testing/**'],
    },
  );
}

/** Whether the built command is missing or older than its sources. */
export function isStale(): boolean {
  if (!existsSync(stamp)) return true;
  const made = statSync(stamp).mtimeMs;
  const files = inputs();
  return (
    Number(readFileSync(stamp, 'utf8')) !== files.length ||
    files.some((file) => statSync(file).mtimeMs > made)
  );
}

/** The terminal library's developer tools are looked for at start, and are not wanted. */
const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(context) {
    context.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'stub' }));
    context.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'export default { connectToDevTools() {} };',
    }));
  },
};

/** The parser of arguments can start other programs for subcommands. None here does, and what that needs loads slowly. */
const withoutExecutables: Plugin = {
  name: 'without-executables',
  setup(context) {
    context.onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'no-programs' } : undefined,
    );
    context.onLoad({ filter: /.*/, namespace: 'no-programs' }, () => ({ contents: 'export default {};' }));
  },
};

/** Builds the command when it is stale. */
export async function buildCommand(): Promise<void> {
  if (!isStale()) return;
  const started = Date.now();
  const count = inputs().length;
  const { version } = JSON.parse(readFileSync(join(root, 'packages/tui/package.json'), 'utf8')) as {
    version: string;
  };
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: { mirrorwright: join(root, 'packages/tui/src/mirrorwright.ts') },
    outdir: folder,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node22',
    minifySyntax: true,
    jsx: 'automatic',
    define: { MIRRORWRIGHT_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
    plugins: [withoutDevtools, withoutExecutables],
    // the package's module build is for browsers by name only; its Node build is CommonJS and loads slower
    alias: { yaml: join(root, 'packages/core/node_modules/yaml/browser/index.js') },
    // libraries written for CommonJS ask for Node modules by require
    banner: {
      js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, String(count), { flag: 'w' });
  const future = new Date(started);
  const { utimesSync } = await import('node:fs');
  utimesSync(stamp, future, future);
}

if (import.meta.main) await buildCommand();
