/*
 * What may be handed to ssh as a host or a user. Stricter than what the file system or the network would take: nothing
 * here can start like an option, end a word or be read by a shell.
 */

const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9_])?$/;
const hostName = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?\.?$/;
const ipv6 = /^[0-9A-Fa-f:]{2,39}(?::\d{1,3}(?:\.\d{1,3}){3})?(?:%[A-Za-z0-9_.-]{1,15})?$/;
const user = /^[A-Za-z_][A-Za-z0-9._-]{0,31}$/;

/** A name that people give a node, a group or a label. */
export function isNodeName(text: string): boolean {
  return name.test(text);
}

/** A host name, a name of the ssh configuration, an IPv4 or an IPv6 address without brackets. */
export function isHost(text: string): boolean {
  return hostName.test(text) || (text.includes(':') && ipv6.test(text));
}

/** A login name. */
export function isUser(text: string): boolean {
  return user.test(text);
}

/** `[user@]host[:port]`, as a hop is written. */
export function isHop(text: string): boolean {
  const match = /^(?:([^@]*)@)?(\[[^\]]*\]|[^:@[\]]*)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return false;
  const host = match[2]!.replace(/^\[|\]$/g, '');
  const port = Number(match[3] ?? 22);
  return (match[1] === undefined || isUser(match[1])) && isHost(host) && port >= 1 && port <= 65535;
}

/** Path of a key: absolute, or below the home of the one who calls. Nothing that ssh would expand or split. */
export function isKeyPath(text: string): boolean {
  return /^(?:~\/|\/)[^\u0000-\u001f\u007f"'\\%$`]{1,1000}$/.test(text);
}
