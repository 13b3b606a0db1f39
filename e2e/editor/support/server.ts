import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { editor } from './cache.ts';

export interface ServerOptions {
  /** Folder of installed extensions; a new empty one when left out. */
  readonly extensions?: string;
  /** Unpacked extensions to copy there. */
  readonly installed?: readonly string[];
  /** User settings of the editor. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether folders have to be trusted first, as for users; tests trust them all by default. */
  readonly trust?: 'asked' | 'given';
  readonly env?: Readonly<Record<string, string>>;
  /** As for users: tests cannot be given to it, and messages come up. */
  readonly asUser?: boolean;
}

/** A running editor, to be opened in a browser. */
export interface EditorServer {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Folder of user data; the logs are below it. */
  readonly data: string;
  stop(): void;
}

/** Nothing of this asks or tells anybody anything by itself. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Starts the editor on a free port of this machine, with data of its own that go when it stops. */
export async function startServer(options: ServerOptions = {}): Promise<EditorServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mw-editor-'));
  const data = join(folder, 'data');
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), '');
  writeFileSync(
    join(data, 'User/settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }, null, 2),
  );
  const extensions = options.extensions ?? join(folder, 'extensions');
  for (const path of options.installed ?? []) install(path, extensions);
  const child = spawn(editor.node, argumentsOf(folder, data, { ...options, extensions }), {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnv(), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...options.env },
  });
  const stop = (): void => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // it has ended already
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return { host: await hostOf(child), data, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** As the editor names the folders of what it installs. */
function install(path: string, extensions: string): void {
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Record<string, string>;
  const { publisher, name, version } = manifest;
  cpSync(path, join(extensions, `${publisher}.${name}-${version}`), { recursive: true });
}

function argumentsOf(
  folder: string,
  data: string,
  { extensions, trust, asUser }: ServerOptions,
): readonly string[] {
  return [
    editor.entry,
    ...['--config', join(folder, 'config.yaml'), '--user-data-dir', data],
    ...['--extensions-dir', extensions!],
    ...['--session-socket', join(folder, 'ipc.sock'), '--bind-addr', '127.0.0.1:0', '--auth', 'none'],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...(trust === 'asked' ? [] : ['--disable-workspace-trust']),
    '--ignore-last-opened',
    // without it the editor ignores the tests it is given; with it no message comes up
    ...(asUser ? [] : ['--vscode-option', 'enable-smoke-test-driver']),
  ];
}

/** The settings of the one who calls are nothing to the editor. */
function cleanEnv(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ELECTRON_RUN_AS_NODE: __, PORT: ___, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('VITEST')));
}

/** Waits for the line that names the address. */
function hostOf(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = /HTTP server listening on http:\/\/(127\.0\.0\.1:\d+)/.exec(output);
      if (match !== null) resolve(match[1]!);
    };
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen);
    child.on('exit', (code) => reject(new Error(`the editor ended with ${code}:\n${output}`)));
    child.on('error', reject);
  });
}
