import { parseTarget } from '@mirrorwright/core';

/** Why a text is no registry or place in one, in words for the person typing; undefined when it is. */
export function placeProblem(text: string): string | undefined {
  if (text === '') return 'write host[:port] or host[:port]/path';
  if (/^[a-z]+:\/\//i.test(text)) return 'leave the scheme out: host[:port]/path';
  if (/\s/.test(text)) return 'a name has no white space';
  const [host = '', ...path] = text.split('/');
  if (!/^(?:\*\.)?[a-zA-Z0-9]+(?:[.-]+[a-zA-Z0-9]+)*(?::\d{1,5})?$/.test(host))
    return `"${host}" is not a host[:port]`;
  if (!/[.:]/.test(host) && host !== 'localhost')
    return `"${host}" needs a dot or a port to count as a registry`;
  if (path.some((part) => !/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(part)))
    return 'the path is lower case, without tag';
  return undefined;
}

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
    const result = parseTarget(`${runtime}@${text}`);
    return result.ok ? undefined : result.message;
  };
}

export function pathProblem(text: string): string | undefined {
  return text.trim() === '' ? 'write a path' : undefined;
}

export function anything(): undefined {
  return undefined;
}
