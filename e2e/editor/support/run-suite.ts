import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { type BuildOptions, build } from 'esbuild';
import type { SuiteResult } from '../suite/runner.ts';

const root = resolve(import.meta.dirname, '../../..');
const suiteFile = join(root, '.cache/editor-suite/index.cjs');
const webSuiteFile = join(root, '.cache/editor-suite/web.cjs');

export interface SuiteOptions {
  /** Folders of extensions under test; the first is ours. */
  readonly extensions: readonly string[];
  readonly groups: readonly string[];
  /** Files of the workspace by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly trust?: 'asked';
  readonly kind?: 'web';
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Bundles the tests that run inside the editor. */
export async function buildSuite(): Promise<void> {
  const shared: BuildOptions = {
    entryPoints: [resolve(import.meta.dirname, '../suite/index.ts')],
    bundle: true,
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  };
  await Promise.all([
    build({ ...shared, outfile: suiteFile, platform: 'node', target: 'node20' }),
    build({
      ...shared,
      outfile: webSuiteFile,
      platform: 'browser',
      alias: {
        'node:assert/strict': resolve(import.meta.dirname, '../suite/assert-web.ts'),
        'node:module': resolve(import.meta.dirname, '../suite/assert-web.ts'),
        'node:process': resolve(import.meta.dirname, '../suite/assert-web.ts'),
      },
    }),
  ]);
}

/**
 * Runs groups of tests inside the editor. Answers what the tests wrote at their end: an editor that ends well without
 * them is a failure too, as one whose extension host dies ends with 0.
 */
export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  const place = mkdtempSync(join(tmpdir(), 'mw-suite-'));
  try {
    for (const [path, text] of Object.entries({ 'README.txt': 'a workspace\n', ...options.files })) {
      mkdirSync(dirname(join(place, 'ws', path)), { recursive: true });
      writeFileSync(join(place, 'ws', path), text);
    }
    writeFileSync(join(place, 'groups.json'), JSON.stringify(options.groups));
    const ended = await launch(place, options).catch((error: Error) => error);
    const file = join(place, 'result.json');
    if (!existsSync(file)) throw new Error(`the editor ended (${ended}) without a result of the tests`);
    const result = JSON.parse(readFileSync(file, 'utf8')) as SuiteResult;
    if (result.passed.length + result.failed.length === 0) throw new Error('no test ran');
    if (result.failed.length === 0 && ended !== 0) throw new Error(`the editor ended with ${ended}`);
    return result;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function launch(place: string, { extensions, trust, kind, settings, env }: SuiteOptions): Promise<number> {
  const [own, ...others] = extensions;
  // the browser's host runs tests that lie inside the extension, and no others
  const developed = kind === 'web' ? withTests(own!, join(place, 'extension')) : own!;
  return runTests({
    vscodeExecutablePath: resolve(import.meta.dirname, '../launch.sh'),
    extensionDevelopmentPath: [developed, ...others],
    extensionTestsPath: kind === 'web' ? join(developed, 'dist/web/test.cjs') : suiteFile,
    launchArgs: [join(place, 'ws')],
    extensionTestsEnv: {
      ...env,
      ...(trust && { MIRRORWRIGHT_EDITOR_TRUST: trust }),
      ...(kind && { MIRRORWRIGHT_EDITOR_KIND: kind }),
      ...(settings && { MIRRORWRIGHT_EDITOR_SETTINGS: JSON.stringify(settings) }),
    },
  });
}

/**
 * A copy with the tests inside. It has no entry for Node: beside a remote folder, which is what this editor opens, an
 * extension with both runs there, whatever `extensionDevelopmentKind` says.
 */
function withTests(extension: string, copy: string): string {
  for (const name of ['package.json', 'dist', 'syntaxes', 'language-configuration.json'])
    cpSync(join(extension, name), join(copy, name), { recursive: true });
  cpSync(webSuiteFile, join(copy, 'dist/web/test.cjs'));
  const manifest = join(copy, 'package.json');
  const { main: _, ...rest } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
  writeFileSync(manifest, JSON.stringify(rest));
  return copy;
}
