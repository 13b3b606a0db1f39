import type { NodeAddress, NodeFailure } from '@mirrorwright/core';
import type { AskSecret } from './askpass.ts';
import type { Channel } from './channel.ts';
import { failure, readSshFailure, sudoPasswordStep } from './failures.ts';

/*
 * From a fresh connection to a shell with the rights that are wanted. Everything the far end says is believed only behind
 * a nonce of this connection. The login shell may be any, so the command has no quote, backslash or `!` in it.
 */

/**
 * Reads a text and runs it. With `head` all of it at once (it may read ahead, so nothing follows before the answer); where that
 * is missing line by line up to the end mark, which takes a shell fifty times as long, since it reads every byte alone.
 */
const loader = [
  'echo NONCE root',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
  'if command -v head >/dev/null 2>&1; then mw_script=$(head -c BYTES); mw_script=${mw_script%NONCE.end}; else nl=$(echo; echo .)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
  'nl="${nl%.}"; mw_script=',
  'while IFS= read -r l; do [ "$l" = NONCE.end ] && break; mw_script="$mw_script$l$nl"; done; fi',
  'set -- agent NONCE',
  'eval "$mw_script"',
].join('; ');

const plain = 'echo NONCE login; exec /bin/sh -c "$1" mirrorwright';

/** Two starts of sudo cost more than the whole script, so the shell itself is tried first; sudo's own failures end with 1. */
const withSudo = [
  'LC_ALL=C; export LC_ALL',
  'echo NONCE login',
  'u=; while read -r k r e o; do case $k in Uid:) u=$e; break;; esac; done 2>/dev/null </proc/self/status',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
  'if [ "${u:-$(id -u)}" = 0 ]; then exec /bin/sh -c "$1" mirrorwright; fi',
  'command -v sudo >/dev/null 2>&1 || { echo NONCE no-sudo; exit 1; }',
  'sudo -n -- /bin/sh -c "$1" mirrorwright',
  'c=$?; [ $c = 1 ] || exit $c',
  'if sudo -n true </dev/null 2>/dev/null; then echo NONCE free; exec sudo -n -- /bin/sh -c "$1" mirrorwright; fi',
  'exec sudo -S -p NONCE:%p: -- /bin/sh -c "$1" mirrorwright',
].join('; ');

export interface ShellRequest {
  readonly node: NodeAddress;
  readonly nonce: string;
  /** A terminal on the far end, for sudo that insists on one; made transparent before anything is sent. */
  readonly terminal: boolean;
  /** What is run on the node; its text is written once a shell with the wanted rights is there. */
  readonly script: string;
}

/** The script with the mark of its end. */
function scriptText({ nonce, script }: ShellRequest): string {
  return `${script}\n${nonce}.end\n`;
}

/** The command for the login shell of the node. */
export function shellCommand(request: ShellRequest): string {
  const { node, nonce, terminal } = request;
  const start = `${terminal ? 'stty raw -echo; ' : ''}${node.become === 'sudo' ? withSudo : plain}`;
  const quoted = (text: string): string => `'${text.replaceAll('NONCE', nonce)}'`;
  const sized = loader.replace('BYTES', String(Buffer.byteLength(scriptText(request))));
  return `exec /bin/sh -c ${quoted(start)} mirrorwright ${quoted(sized)}`;
}

export type ShellResult =
  | { readonly ok: true; readonly uid: number }
  | { readonly ok: false; readonly failure: NodeFailure; readonly wantsTerminal: boolean };

interface Progress {
  loggedIn: boolean;
  free: boolean;
  asked: boolean;
  /** What of the prompt's text was looked at already. */
  answered: number;
}

/** Seconds without a sign after which a far end that answers keep-alives is given up. */
const patience = 60;

/** Takes the connection to the point where the script on the node says hello. */
export async function reachShell(
  channel: Channel,
  request: ShellRequest,
  ask: AskSecret,
): Promise<ShellResult> {
  const progress: Progress = { loggedIn: false, free: false, asked: false, answered: 0 };
  const { nonce } = request;
  for (;;) {
    const event = await nextEvent(channel, request, progress);
    if (event.kind === 'prompt') {
      const refusal = await answerSudo(channel, request, progress, event.subject, ask);
      if (refusal !== undefined) return { ok: false, failure: refusal, wantsTerminal: false };
    } else if (event.kind === 'line') {
      if (event.text === `${nonce} login`) progress.loggedIn = true;
      else if (event.text === `${nonce} free`) progress.free = true;
      else if (event.text === `${nonce} root`) await channel.write(scriptText(request));
      else if (event.text === `${nonce} no-sudo`)
        return refused(failure('sudo-missing', `${request.node.name}: there is no sudo on the node`));
      else if (event.text.startsWith(`${nonce} hello `))
        return { ok: true, uid: Number(event.text.split(' ')[2]) };
    } else return giveUp(channel, request, progress, event.kind === 'silence');
  }
}

type ShellEvent =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'prompt'; readonly subject: string }
  | { readonly kind: 'end' | 'silence' };

function nextEvent(channel: Channel, request: ShellRequest, progress: Progress): Promise<ShellEvent> {
  return new Promise((resolve) => {
    // a person may be thinking about a password of ssh's: only after the login does silence mean anything
    const timer = progress.loggedIn
      ? setTimeout(() => done({ kind: 'silence' }), patience * 1000)
      : undefined;
    const done = (event: ShellEvent): void => {
      clearTimeout(timer);
      channel.watch(undefined);
      resolve(event);
    };
    const look = (): void => {
      const text = channel.takeLine();
      if (text !== undefined) return done({ kind: 'line', text });
      const subject = findPrompt(channel, request, progress);
      if (subject !== undefined) return done({ kind: 'prompt', subject });
      if (channel.ended()) done({ kind: 'end' });
    };
    channel.watch(look);
    look();
  });
}

/** The user whose password sudo asks for, when its own prompt has come since the last answer. */
function findPrompt(channel: Channel, { nonce }: ShellRequest, progress: Progress): string | undefined {
  const text = channel.stderr() + channel.partial();
  const found = [...text.matchAll(new RegExp(`${nonce}:([^:\\n]*):`, 'g'))];
  return found.length > progress.answered ? found.at(-1)![1]! : undefined;
}

async function answerSudo(
  channel: Channel,
  { node }: ShellRequest,
  progress: Progress,
  subject: string,
  ask: AskSecret,
): Promise<NodeFailure | undefined> {
  if (progress.asked)
    return failure('authentication', `${node.name}: sudo did not take the password`, sudoPasswordStep);
  progress.asked = true;
  progress.answered++;
  const prompt = `password of ${subject} for sudo on ${node.name}`;
  const secret = await ask({ node: node.name, kind: 'sudo-password', subject, prompt });
  if (secret === undefined || /[\n\r\0]/.test(secret))
    return failure(
      'authentication',
      `${node.name}: sudo asks for the password of ${subject}, and there is none`,
      sudoPasswordStep,
    );
  await channel.write(`${secret}\n`);
  return undefined;
}

function giveUp(channel: Channel, { node }: ShellRequest, progress: Progress, silent: boolean): ShellResult {
  const said = channel.stderr();
  if (silent) {
    const message = `${node.name}: no answer in ${patience} seconds${node.become === 'sudo' ? '; sudo may ask for something else than a password' : ''}`;
    return refused(failure('timeout', message));
  }
  if (!progress.loggedIn) return refused(readSshFailure(said, node.address));
  if (/must have a tty/i.test(said))
    return {
      ok: false,
      failure: failure('sudo-limited', `${node.name}: sudo wants a terminal`),
      wantsTerminal: true,
    };
  // sudo let `true` run without a password, and not the shell
  if (progress.free && /a password is required/i.test(said))
    return refused(
      failure(
        'sudo-limited',
        `${node.name}: sudo allows some commands without a password, and not a root shell`,
      ),
    );
  const reason = readSshFailure(said, node.name);
  return refused(reason.kind === 'authentication' ? { ...reason, nextStep: sudoPasswordStep } : reason);
}

function refused(reason: NodeFailure): ShellResult {
  return { ok: false, failure: reason, wantsTerminal: false };
}
