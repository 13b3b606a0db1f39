import { parseAnyTarget } from '@mirrorwright/core';

/** Why a text is no registry or place in one, in words for the person typing; undefined when it is. */
export function placeProblem(text: string): string | undefined {
  if (text === '') return 'write host[:port] or host[:port]/path';
  if (/^[a-z]+:\/\//i.test(text)) return 'leave the scheme out: host[:port]/path';
  if (/\s/.test(text)) return 'a name has no white space';
  if (text.includes('@')) return 'leave user names, passwords and digests out: host[:port]/path';
  const [host = '', ...path] = text.split('/');
  if (!/^(?:\*\.)?[a-zA-Z0-9]+(?:[.-]+[a-zA-Z0-9]+)*(?::\d{1,5})?$/.test(host))
    return `"${host}" is not a host[:port]`;
  if (!/[.:]/.test(host) && host !== 'localhost')
    return `"${host}" needs a dot or a port to count as a registry`;
  if (path.some((part) => !component.test(part))) return 'the path is lower case, without tag';
  return undefined;
}

/** One part of a repository name, as the distribution grammar has it. */
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** The same for several, separated by commas or spaces; nothing at all is fine. */
export function placesProblem(text: string): string | undefined {
  for (const place of splitList(text)) {
    const problem = placeProblem(place);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function splitList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

export function versionProblem(runtime: string): (text: string) => string | undefined {
  return (text) => {
    const result = parseAnyTarget(`${runtime}@${text}`);
    return result.ok ? undefined : result.message;
  };
}

/** A file or folder on this machine. */
export function folderProblem(text: string): string | undefined {
  return text.trim() === '' ? 'write a path' : undefined;
}

/** A file on the node. */
export function pathProblem(text: string): string | undefined {
  return text.startsWith('/') ? undefined : 'write the absolute path that the file has on the node';
}

/** What a certificate authority is called in the policy. */
export function nameProblem(text: string): string | undefined {
  return /^[\w.-]+$/.test(text) ? undefined : 'a name is made of letters, digits, dots and dashes';
}

/** The name that an alias stands for: no registry in front, no tag. */
export function aliasNameProblem(text: string): string | undefined {
  const [first = '', ...others] = text.split('/');
  if (/[.:]/.test(first) && others.length > 0) return 'a short name has no registry in front';
  if (![first, ...others].every((part) => component.test(part)))
    return 'a short name is lower case, without tag';
  return undefined;
}

/** A repository with its registry, without tag; nothing takes the alias away. */
export function imageProblem(text: string): string | undefined {
  if (text === '') return undefined;
  if (!text.includes('/')) return 'write the registry too: quay.io/acme/web';
  return placeProblem(text);
}

export function anything(): undefined {
  return undefined;
}
