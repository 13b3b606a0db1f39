import { isIPv6 } from 'node:net';
import type { NodeAddress } from '@mirrorwright/core';
import { failure, NodeError } from './failures.ts';

/** A name or an IPv4 address, also a `Host` of the user's ssh configuration. */
const hostName = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})$/;
const userName = /^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}\$?$/;

/** Refuses what could be taken for an option, a command or a second argument. */
export function checkAddress(node: NodeAddress): void {
  if (!isHost(node.address)) refuse('address', node.address);
  if (node.user !== undefined && !userName.test(node.user)) refuse('user', node.user);
  if (node.port !== undefined && !isPort(node.port)) refuse('port', String(node.port));
  if (node.identity !== undefined) checkIdentity(node.identity);
  for (const { host, identity } of node.hopIdentities ?? []) {
    if (!isHost(host)) refuse('jump host', host);
    checkIdentity(identity);
  }
  for (const hop of hopsOf(node.jump ?? '')) {
    if (!isHost(hop.host) || (hop.user !== undefined && !userName.test(hop.user)) || !isPort(hop.port ?? 22))
      refuse('jump host', node.jump ?? '');
  }
}

function checkIdentity(path: string): void {
  if (/[\u0000-\u001f"]|^-|^$/.test(path)) refuse('identity path', path);
}

export interface Hop {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

/** The hops of ProxyJump, `[user@]host[:port]` or `ssh://...`, with commas between (ssh_config(5)). */
export function hopsOf(jump: string): readonly Hop[] {
  if (jump === '' || jump === 'none') return [];
  return jump.split(',').map((text) => {
    const match = /^(?:ssh:\/\/)?(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?\/?$/.exec(text);
    if (match === null) return { host: '' };
    const [, user, host, port] = match;
    return {
      host: host!.replace(/^\[(.*)\]$/, '$1'),
      ...(user === undefined ? {} : { user }),
      ...(port === undefined ? {} : { port: Number(port) }),
    };
  });
}

function isHost(text: string): boolean {
  return hostName.test(text) || isIPv6(text);
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function refuse(what: string, text: string): never {
  const message = `the ${what} ${JSON.stringify(text.slice(0, 200))} is not one that ssh is given`;
  throw new NodeError(failure('other', message, `correct the ${what} of the node in the nodes file`));
}
