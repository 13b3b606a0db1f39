import { isDigest } from './encoding.ts';

const domain =
  /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$/;
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** `malformed`, `name` (neither tag nor digest) or `full`, as docker/reference's ParseNormalizedNamed sees it. */
export function referenceForm(text: string): 'malformed' | 'name' | 'full' {
  if (/^[a-f0-9]{64}$/.test(text)) return 'malformed';
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) return 'malformed';
  const named = at === -1 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !tagForm.test(tag)) return 'malformed';
  const name = colon === -1 ? named : named.slice(0, colon);
  if (!isNormalName(name)) return 'malformed';
  return tag === undefined && digest === undefined ? 'name' : 'full';
}

/** Longest repository name that the readers accept, domain and `library/` included. */
const longestName = 255;

function isNormalName(name: string): boolean {
  const slash = name.indexOf('/');
  const head = slash === -1 ? '' : name.slice(0, slash);
  const isDomain = /[.:]/.test(head) || head === 'localhost';
  const path = isDomain ? name.slice(slash + 1) : name;
  if (isDomain && !domain.test(head)) return false;
  const full = isDomain ? name : `docker.io/${name.includes('/') ? '' : 'library/'}${name}`;
  return full.length <= longestName && path.split('/').every((part) => component.test(part));
}

/** Whether a prefix of remapIdentity loads: `host[:port]` or `host[:port]/path`. */
export function isRemapPrefix(text: string): boolean {
  const [head, ...path] = text.split('/');
  return domain.test(head!) && path.every((part) => component.test(part));
}
