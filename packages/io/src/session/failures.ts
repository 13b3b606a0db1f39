import type { FailureKind, NodeFailure } from '@mirrorwright/core';

/** What the person does next, for every way a push can fail. */
const nextSteps: Readonly<Record<FailureKind, string>> = {
  'unknown-host-key':
    'get the key from somebody who knows the machine and compare it, then add it: ssh-keyscan HOST >> ~/.ssh/known_hosts',
  'changed-host-key':
    'find out why the key changed; only if the machine was really set up anew: ssh-keygen -R HOST, then add the new key',
  refused: 'check the address and the port, and that sshd runs there',
  timeout: 'check that the machine is up and that no firewall is in between',
  authentication: 'check user, key and password: ssh USER@HOST must work by itself',
  'sudo-missing': 'log in as root, or allow the user to become root with sudo',
  'sudo-limited':
    'sudo must allow a root shell (/bin/sh) to this user: rules for single commands do not suffice',
  'tool-missing': 'install it on the node; nothing was written',
  'no-space': 'make room on that file system, then push again',
  'read-only': 'make the file system writable, or configure this machine where its image is built',
  permission: 'push as root, or to files that this user may write',
  'unsafe-path':
    'give every folder on the way to root and close it to group and others, then make the plan again',
  drift: 'look at the change (mirrorwright plan shows it), then make the plan again',
  busy: 'wait for the other push to end, then push again',
  'validation-failed': 'correct the files: the runtime on the node refuses them',
  'service-failed': 'look at the log of the service on the node',
  'guard-fired': 'check the connection, then push again',
  'journal-unsettled': 'push again, or settle it: mirrorwright nodes check --repair',
  other: 'read the message above; nothing is left half-done without being named there',
};

export function failure(kind: FailureKind, message: string, nextStep?: string): NodeFailure {
  return { kind, message: oneText(message), nextStep: nextStep ?? nextSteps[kind] };
}

/** Whether a word from a node is one of the kinds. */
export function asKind(word: string): FailureKind {
  return Object.hasOwn(nextSteps, word) ? (word as FailureKind) : 'other';
}

/** The world said no before there was a session. */
export class NodeError extends Error {
  readonly failure: NodeFailure;
  constructor(reason: NodeFailure) {
    super(reason.message);
    this.name = 'NodeError';
    this.failure = reason;
  }
}

/** What ssh and sudo say, most certain first. ssh exits with 255 for all of these (ssh(1), EXIT STATUS). */
const sayings: readonly (readonly [RegExp, FailureKind])[] = [
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|Offending .* key|marked as revoked/i, 'changed-host-key'],
  [/No .* host key is known for|Host key verification failed|authenticity of host/i, 'unknown-host-key'],
  [/is not in the sudoers file|may not run sudo|sudo: (?:command )?not found/i, 'sudo-missing'],
  [/is not allowed to (?:execute|run)|must have a tty|account validation failure/i, 'sudo-limited'],
  [/incorrect password|Sorry, try again|no password was provided|a password is required/i, 'authentication'],
  [
    /Permission denied \(|Too many authentication failures|No more authentication methods|UNPROTECTED PRIVATE KEY|Load key .* (?:incorrect|invalid|error)/i,
    'authentication',
  ],
  [/Connection refused/i, 'refused'],
  [
    /timed out|Timeout, server|No route to host|Network is unreachable|Host is down|Connection to .* timed out/i,
    'timeout',
  ],
  [
    /kex_exchange_identification|Connection (?:closed|reset) by|stdio forwarding failed|Connection reset|Broken pipe/i,
    'refused',
  ],
];

/** Why ssh ended, from what it wrote to standard error. */
export function readSshFailure(stderr: string, host: string): NodeFailure {
  const [, kind] = sayings.find(([pattern]) => pattern.test(stderr)) ?? [undefined, undefined];
  const said = lastLines(stderr);
  const missing = /^spawn (.+) ENOENT$/.exec(stderr)?.[1];
  if (missing !== undefined)
    return failure('tool-missing', `${missing} is not installed here`, "install OpenSSH's client");
  if (kind !== undefined) return failure(kind, `${host}: ${said}`, stepFor(kind, host, stderr));
  if (/Could not resolve hostname|Name or service not known/i.test(stderr))
    return failure('other', `${host}: ${said}`, 'check the address in the nodes file');
  return failure('other', `${host}: ${said === '' ? 'ssh ended without a word' : said}`);
}

/** Where sudo, and not ssh, wants a password. */
export const sudoPasswordStep =
  'run it on a terminal and type the password that sudo asks for, or let sudo need none for this user (NOPASSWD)';

function stepFor(kind: FailureKind, host: string, stderr: string): string {
  const step = nextSteps[kind];
  if (kind !== 'unknown-host-key' && kind !== 'changed-host-key') return step.replaceAll('HOST', host);
  // ssh names the machine whose key it is, a hop also, with its port where that is not the usual one
  const named = /host key (?:is known )?for ([\w.:%[\]-]+) (?:and|has)/i.exec(stderr)?.[1] ?? host;
  const [, inner, port] = /^\[([^[\]]+)\]:(\d+)$/.exec(named) ?? [];
  return inner === undefined
    ? step.replaceAll('HOST', named)
    : step.replace('keyscan HOST', `keyscan -p ${port} ${inner}`).replaceAll('HOST', `'${named}'`);
}

/** The last few lines that say something, without the frame that ssh draws around its warning. */
function lastLines(text: string): string {
  const lines = oneText(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^@+$/.test(line));
  return lines.slice(-3).join('; ').slice(0, 2000);
}

/** Printable text: what comes from a node must not steer a terminal. */
function oneText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');
}
