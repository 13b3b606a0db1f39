import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { HopIdentity } from '@mirrorwright/core';
import { failure, NodeError } from './failures.ts';

export interface SshConfigRequest {
  /** Folder of the control socket. */
  readonly folder: string;
  readonly connectSeconds: number;
  /** Seconds between keep-alives; after three without an answer the connection is given up. */
  readonly aliveSeconds: number;
  /** Whether somebody can be asked for a password. */
  readonly canAsk: boolean;
  /** Keys of hops, which options on the command line do not reach. */
  readonly hopIdentities?: readonly HopIdentity[];
  /** The machine itself. */
  readonly target?: string;
  /** The person's and the system's own files. */
  readonly includes: readonly string[];
}

/** Where OpenSSH itself looks; it takes the home from the user database, not from HOME. */
export function usualConfigFiles(): readonly string[] {
  return [join(userInfo().homedir, '.ssh/config'), '/etc/ssh/ssh_config'];
}

/**
 * The configuration for `ssh -F`. The first value of an option wins, so ours come first; hops of ProxyJump are started
 * with the same file, which options on the command line would not reach.
 */
export function sshConfig(request: SshConfigRequest): string {
  const options = [
    'StrictHostKeyChecking yes',
    'NoHostAuthenticationForLocalhost no',
    'VerifyHostKeyDNS no',
    'UpdateHostKeys no',
    'ForwardAgent no',
    'ForwardX11 no',
    'ClearAllForwardings yes',
    'PermitLocalCommand no',
    'RemoteCommand none',
    'RequestTTY no',
    'EscapeChar none',
    'LogLevel INFO',
    'TCPKeepAlive yes',
    `ServerAliveInterval ${request.aliveSeconds}`,
    'ServerAliveCountMax 3',
    `ConnectTimeout ${request.connectSeconds}`,
    'ConnectionAttempts 1',
    'NumberOfPasswordPrompts 1',
    `BatchMode ${request.canAsk ? 'no' : 'yes'}`,
    'ControlMaster no',
    `ControlPath ${quote(`${request.folder}/%C`)}`,
    'ControlPersist no',
  ];
  const includes = request.includes.map((path) => `Include ${quote(path)}\n`);
  const hops = (request.hopIdentities ?? []).map(
    ({ host, identity }) =>
      `Match originalhost ${host}\n  IdentityFile ${quote(identity.replaceAll('%', '%%'))}\n${
        // another port of the machine itself: its own keys count as well
        host === request.target ? '' : '  IdentitiesOnly yes\n'
      }`,
  );
  const own = options.map((option) => `  ${option}\n`).join('');
  return `Host *\n${own}${hops.join('')}${hops.length > 0 ? 'Host *\n' : ''}${includes.join('')}`;
}

function quote(path: string): string {
  if (/["\n\r\\]/.test(path)) {
    const message = `${JSON.stringify(path)} cannot be named in a configuration of ssh`;
    throw new NodeError(failure('other', message, 'use a folder without quotes in its name'));
  }
  return `"${path}"`;
}
