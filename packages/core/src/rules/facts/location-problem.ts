import { parseCanonical } from '../../model/reference.ts';

/** Why a location gives no valid reference: every pull that would use it fails as a whole. */
export interface LocationProblem {
  readonly kind: 'invalid' | 'uppercase' | 'not-canonical' | 'empty-host';
  /** Completes "its location ...". */
  readonly why: string;
  readonly advice: string;
}

/** What nearly every location looks like, and what surely is none of the problems below. */
const plain =
  /^(?:localhost|[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)+)(?::\d+)?(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/;
const longestPlain = 200;

const known = new Map<string, LocationProblem | null>();
const rememberedAtMost = 10_000;

/** Whether a location has the form that nearly all have: a host with dots, a lower-case path, and none of the problems below. */
export function looksPlain(location: string): boolean {
  return location.length <= longestPlain && plain.test(location);
}

/** Tries the location as the reader would, with a path and tag behind it. Answers are remembered by text. */
export function locationProblem(location: string): LocationProblem | undefined {
  if (looksPlain(location) && !location.startsWith('index.docker.io')) return undefined;
  let problem = known.get(location);
  if (problem === undefined) {
    problem = judge(location) ?? null;
    if (known.size >= rememberedAtMost) known.clear();
    known.set(location, problem);
  }
  return problem ?? undefined;
}

function judge(location: string): LocationProblem | undefined {
  const slash = location.indexOf('/');
  const host = slash === -1 ? location : location.slice(0, slash);
  const path = slash === -1 ? '' : location.slice(slash + 1);
  const parsed = parseCanonical(`${location}/a/b:1`);
  if (parsed.ok) {
    if (parsed.value.domain !== '') return undefined;
    return {
      kind: 'empty-host',
      why: 'has an underscore in its host, so that the host is taken for a path',
      advice: 'Use a name without underscore, or the address.',
    };
  }
  if (parsed.error.endsWith('must be lowercase')) {
    return {
      kind: 'uppercase',
      why: 'has upper case in its path',
      advice: 'Write the path in lower case: names of images have no other.',
    };
  }
  return (
    invalidHost(host, path) ??
    notCanonical(host) ?? {
      kind: 'invalid',
      why: 'is no valid host[:port]/path',
      advice: 'Write host[:port]/path.',
    }
  );
}

function invalid(why: string, advice: string): LocationProblem {
  return { kind: 'invalid', why, advice };
}

function invalidHost(host: string, path: string): LocationProblem | undefined {
  const whole = `${host}/${path}`;
  if (/\s/.test(whole)) return invalid('has white space', 'Remove it.');
  if (whole.includes('://') || /^[a-z]+:$/i.test(host))
    return invalid(
      'begins with a scheme',
      'Write the host without scheme: TLS is used unless insecure is set.',
    );
  if (whole.includes('@'))
    return invalid(
      'holds a user name or a digest',
      'Remove it: credentials belong into auth.json (podman login).',
    );
  if (whole.includes('*'))
    return invalid('has a star', 'A location is one place. Only prefixes can be wildcards.');
  if (whole.includes('?')) return invalid('has a query', 'Remove everything from the question mark on.');
  if (host.includes('['))
    return invalid(
      'has an IPv6 address in brackets',
      'Names of images cannot hold it: give the address a name.',
    );
  if (/[^\u0020-\u007e]/.test(host))
    return invalid('has letters outside ASCII in its host', 'Write the host in its ASCII form (xn--...).');
  if (/\.(?::\d+)?$/.test(host))
    return invalid('has a host that ends in a dot', 'Remove the dot at the end.');
  if (/_/.test(host))
    return invalid(
      'has an underscore in a host with a port',
      'Use a name without underscore, or the address.',
    );
  if (/:/.test(path)) return invalid('ends in a tag', 'Remove the tag: it comes from who pulls.');
  return undefined;
}

function notCanonical(host: string): LocationProblem | undefined {
  if (host === 'index.docker.io') {
    return {
      kind: 'not-canonical',
      why: 'is an old name of Docker Hub that is rewritten to docker.io',
      advice: 'Write docker.io.',
    };
  }
  if (/^[a-z0-9-]+$/i.test(host) && host !== 'localhost') {
    return {
      kind: 'not-canonical',
      why: 'is a single word, which is taken for a name on Docker Hub',
      advice: `Write the full name of the host, or its port: ${host}:5000.`,
    };
  }
  return undefined;
}
