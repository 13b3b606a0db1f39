import { describe, expect, it } from 'vitest';
import type { Channel } from './channel.ts';
import { reachShell, shellCommand } from './root-shell.ts';

const node = { name: 'a', address: 'a.example', user: 'deploy', become: 'sudo' } as const;
const request = { node, nonce: 'NN', terminal: false, script: 's' };

/** A far end that says one thing after the other, and what was written to it. */
function farEnd(
  sayings: readonly ({ out: string } | { err: string })[],
): Channel & { readonly written: string[] } {
  const written: string[] = [];
  const lines: string[] = [];
  let errors = '';
  let next = 0;
  let listener: (() => void) | undefined;
  const speak = (): void => {
    const saying = sayings[next++];
    if (saying !== undefined && 'out' in saying) lines.push(saying.out);
    if (saying !== undefined && 'err' in saying) errors += saying.err;
    listener?.();
    if (listener !== undefined && next <= sayings.length) queueMicrotask(speak);
  };
  return {
    written,
    line: async () => lines.shift(),
    takeLine: () => lines.shift(),
    write: async (text) => {
      written.push(String(text));
      return true;
    },
    watch: (to) => {
      listener = to;
      if (to !== undefined) queueMicrotask(speak);
    },
    partial: () => '',
    stderr: () => errors,
    ended: () => next > sayings.length,
    end: () => undefined,
    kill: () => undefined,
  };
}

describe('the way to a root shell', () => {
  it('writes the password after the prompt with the nonce, and the script after the root shell spoke', async () => {
    const far = farEnd([
      { out: 'Welcome' },
      { out: 'NN login' },
      { err: 'NN:deploy:' },
      { out: 'NN root' },
      { out: 'NN hello 0' },
    ]);
    const result = await reachShell(
      far,
      { ...request, script: 'the script' },
      async ({ subject }) => `secret of ${subject}`,
    );
    expect(result).toEqual({ ok: true, uid: 0 });
    expect(far.written).toEqual(['secret of deploy\n', 'the script\nNN.end\n']);
  });

  it('writes no password where none is asked for', async () => {
    const far = farEnd([{ out: 'NN login' }, { out: 'NN free' }, { out: 'NN root' }, { out: 'NN hello 0' }]);
    await reachShell(far, request, async () => 'secret');
    expect(far.written).toEqual(['s\nNN.end\n']);
  });

  it('believes no prompt without the nonce', async () => {
    const far = farEnd([{ out: 'NN login' }, { err: '[sudo] password for deploy: ' }, { err: 'XX:deploy:' }]);
    const result = await reachShell(far, request, async () => 'secret');
    expect(result.ok).toBe(false);
    expect(far.written).toEqual([]);
  });

  it('does not write a wrong password twice', async () => {
    const far = farEnd([
      { out: 'NN login' },
      { err: 'NN:deploy:' },
      { err: 'Sorry, try again.\nNN:deploy:' },
    ]);
    const result = await reachShell(far, request, async () => 'wrong');
    expect(result).toMatchObject({
      ok: false,
      failure: { kind: 'authentication', nextStep: expect.stringContaining('password that sudo asks for') },
    });
    expect(far.written).toEqual(['wrong\n']);
  });

  it('refuses a password with a line end in it', async () => {
    const far = farEnd([{ out: 'NN login' }, { err: 'NN:deploy:' }]);
    expect(await reachShell(far, request, async () => 'a\nid')).toMatchObject({ ok: false });
    expect(far.written).toEqual([]);
  });

  it('knows sudo for single commands, and sudo that wants a terminal', async () => {
    const limited = farEnd([
      { out: 'NN login' },
      { out: 'NN free' },
      { err: 'sudo: a password is required\n' },
    ]);
    expect(await reachShell(limited, request, async () => undefined)).toMatchObject({
      failure: { kind: 'sudo-limited' },
    });
    const terminal = farEnd([{ out: 'NN login' }, { err: 'sudo: sorry, you must have a tty to run sudo\n' }]);
    expect(await reachShell(terminal, request, async () => undefined)).toMatchObject({
      wantsTerminal: true,
    });
  });

  it('has a command that every login shell takes as it is', () => {
    for (const become of ['none', 'sudo'] as const) {
      const command = shellCommand({ node: { ...node, become }, nonce: 'NN', terminal: true, script: 's' });
      expect(command).not.toMatch(/[\\!\n]/);
      expect(command.split("'").length).toBe(5);
    }
  });
});
