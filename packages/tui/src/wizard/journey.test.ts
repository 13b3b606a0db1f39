import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { command, folderWith } from '../testing/run.ts';

/** The built command in a real terminal, whose screen can be read as a person sees it. */
interface Journey {
  send(keys: string): void;
  /** Waits until the screen shows the text. */
  sees(text: string): Promise<string>;
  ends(): Promise<number>;
  /** Everything that was ever written. */
  output(): string;
}

function journey(
  args: readonly string[],
  cwd: string,
  columns: number,
  rows: number,
  extra: Readonly<Record<string, string>> = {},
): Journey {
  // with CI in the environment the terminal library draws nothing
  const env = { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', LANG: 'C.UTF-8', HOME: cwd, ...extra };
  const child = spawn(process.execPath, [command, ...args], { cols: columns, rows, cwd, env });
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  let written = '';
  let code: number | undefined;
  const watchers = new Set<() => void>();
  const wake = (): void => {
    for (const watcher of watchers) watcher();
  };
  child.onData((data) => {
    written += data;
    terminal.write(data, wake);
  });
  child.onExit(({ exitCode }) => {
    code = exitCode;
    wake();
  });
  const screen = (): string => {
    const { active } = terminal.buffer;
    return Array.from(
      { length: rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    ).join('\n');
  };
  const until = <T>(ready: () => T | undefined, what: () => string): Promise<T> =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => {
        watchers.delete(check);
        fail(new Error(`${what()}; the screen is\n${screen()}`));
      }, 15_000);
      const check = (): void => {
        const value = ready();
        if (value === undefined) return;
        clearTimeout(timer);
        watchers.delete(check);
        done(value);
      };
      watchers.add(check);
      check();
    });
  return {
    send: (keys) => child.write(keys),
    sees: (text) =>
      until(
        () => (screen().includes(text) ? screen() : undefined),
        () => `waited for "${text}"`,
      ),
    ends: () =>
      until(
        () => code,
        () => 'waited for the end',
      ),
    output: () => written,
  };
}

const tab = '\t';
const enter = '\r';
const down = '\u001b[B';

describe('the wizard in a terminal', () => {
  it.each([
    [120, 40],
    [80, 24],
  ])('leads to a written drop-in at %i x %i', async (columns, rows) => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, 'root'));
    const wizard = journey(['init', '--root', 'root'], cwd, columns, rows);
    await wizard.sees('Which programs will read');
    wizard.send(tab);
    await wizard.sees('[ ] docker.io');
    wizard.send(' ');
    await wizard.sees('[x] docker.io');
    wizard.send(tab);
    await wizard.sees('add a mirror');
    wizard.send(enter);
    await wizard.sees('add a mirror: _');
    wizard.send('cache.corp.example/hub');
    await wizard.sees('cache.corp.example/hub_');
    wizard.send(enter);
    await wizard.sees('tags and digests');
    wizard.send('7');
    await wizard.sees('+location = "cache.corp.example/hub"');
    wizard.send(tab);
    await wizard.sees('save the policy and write the files');
    wizard.send(down);
    await wizard.sees('existing files are backed up first');
    wizard.send(enter);
    expect(await wizard.ends()).toBe(0);
    expect(wizard.output()).toContain('mirrorwright init --answers mirror-policy.yaml --no-input');
    const written = readFileSync(join(cwd, 'root/etc/containers/registries.conf.d/50-mirrors.conf'), 'utf8');
    expect(written).toContain('[[registry.mirror]]\nlocation = "cache.corp.example/hub"');
    expect(readFileSync(join(cwd, 'mirror-policy.yaml'), 'utf8')).toContain('- registry: docker.io');
  });

  it('shows the preview over a narrow screen, explains, and stays on esc', async () => {
    const cwd = folderWith({
      'mirror-policy.yaml':
        'version: 1\ntargets: [podman@5.8]\nupstreams:\n  - registry: quay.io\n    mirrors:\n      - location: cache.corp.example\n',
    });
    const wizard = journey(['init', '--answers', 'mirror-policy.yaml', '--root', cwd], cwd, 80, 24);
    await wizard.sees('Which programs will read');
    wizard.send('p');
    await wizard.sees('location = "cache.corp.example"');
    wizard.send('\u001b');
    await wizard.sees('Which programs will read');
    wizard.send('e');
    await wizard.sees('esc closes');
    await wizard.sees('registry-1.docker.io');
    wizard.send('\u001b');
    await wizard.sees('Which programs will read');
    wizard.send('\u0003');
    await wizard.sees('Leave the wizard?');
    wizard.send('\u0003');
    expect(await wizard.ends()).toBe(130);
    expect(existsSync(join(cwd, 'etc'))).toBe(false);
  });

  it('draws with ASCII where the locale has no more', async () => {
    const cwd = folderWith({});
    const wizard = journey(['init', '--root', cwd], cwd, 120, 30, { LANG: 'C', NO_COLOR: '1' });
    const screen = await wizard.sees('Which programs will read');
    expect(screen).toMatch(/^[\u0020-\u007e\n]*$/);
    // once a key has been answered, ctrl+c is a key too, and no signal
    wizard.send('?');
    await wizard.sees('Keys (esc closes)');
    wizard.send('\u0003');
    await wizard.sees('Leave the wizard?');
    wizard.send('\u0003');
    expect(await wizard.ends()).toBe(130);
  });

  it('asks the same in plain lines', async () => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, 'root'));
    const wizard = journey(['init', '--plain', '--root', 'root'], cwd, 100, 60);
    await wizard.sees('Step 1 of 8');
    await wizard.sees('q leave:');
    wizard.send(enter);
    await wizard.sees('Step 2 of 8');
    wizard.send(`1${enter}`);
    await wizard.sees('docker.io: yes');
    wizard.send(enter);
    await wizard.sees('Step 3 of 8');
    wizard.send(`1${enter}`);
    await wizard.sees('? + add a mirror:');
    wizard.send(`cache.corp.example/hub${enter}`);
    await wizard.sees('2   + add a mirror');
    for (const step of [4, 5, 6, 7, 8]) {
      wizard.send(enter);
      await wizard.sees(`Step ${step} of 8`);
    }
    wizard.send(`2${enter}`);
    expect(await wizard.ends()).toBe(0);
    expect(readdirSync(join(cwd, 'root/etc/containers/registries.conf.d'))).toEqual(['50-mirrors.conf']);
  });
});
