import type { Located } from '../../model/provenance.ts';
import { isDomain, parseCanonical } from '../../model/reference.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { trimmed } from '../../policy/resolve.ts';
import { yamlText } from '../../policy/write.ts';
import { at, type PolicyDocument, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const malformedPolicyName: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW709',
    name: 'malformed-policy-name',
    severity: 'error',
    summary: 'A registry or location of the mirror policy is not written as host[:port][/path].',
    covers: ['B2', 'B11', 'R1', 'R2', 'C12', 'C14', 'C16', 'C19', 'C35', 'C36', 'C48', 'C62'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
      'https://github.com/distribution/reference/blob/main/reference.go',
    ],
  }),
  check: function* ({ document }) {
    const { model } = document;
    for (const { registry, location, mirrors } of model.upstreams) {
      yield* judge(document, registry, 'prefix');
      yield* judge(document, location, 'location');
      for (const mirror of mirrors) yield* judge(document, mirror.location, 'location');
    }
    for (const list of [model.insecure, model.blocked, model.allowed, model.rejected])
      for (const item of list?.items ?? []) yield* judge(document, item, 'prefix');
    for (const item of model.search?.items ?? []) yield* judge(document, item, 'domain');
  },
};

/** prefix: a name or *.host. location: a name. domain: a host only. */
type Kind = 'prefix' | 'location' | 'domain';

interface Fault {
  readonly message: string;
  readonly why: string;
  /** What was meant. */
  readonly meant?: string;
  readonly safety?: 'safe' | 'review';
}

function* judge(
  document: PolicyDocument,
  name: Located<string> | undefined,
  kind: Kind,
): Iterable<RuleFinding> {
  if (name === undefined) return;
  const fault = faultOf(name.value, kind);
  if (fault === undefined) return;
  const { message, why, meant, safety = 'safe' } = fault;
  yield at(document, name.span, {
    message,
    why,
    advice: meant === undefined ? 'Write host, host:port or host/path.' : `Write ${meant}.`,
    fixes:
      meant === undefined
        ? []
        : policyFix(document, `Write ${meant}`, safety, [{ span: name.span, newText: yamlText(meant) }]),
  });
}

function faultOf(value: string, kind: Kind): Fault | undefined {
  const shown = JSON.stringify(value);
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(value);
  if (scheme !== null)
    return {
      message: `${shown} has a scheme`,
      why: 'Registries are named without one; https is tried first in any case, http only for insecure ones.',
      meant: trimmed(value.slice(scheme[0].length)),
    };
  if (/^\s|\s$/.test(value))
    return {
      message: `${shown} begins or ends with white space`,
      why: 'No name has any.',
      meant: value.trim(),
    };
  if (/\/v2\/?$/.test(value))
    return {
      message: `${shown} ends with /v2`,
      why: 'The reader adds the path of the API itself, and would ask for /v2/v2/.',
      meant: value.replace(/\/v2\/?$/, ''),
    };
  if (/[A-Z]/.test(value) && isWellFormed(value.toLowerCase(), kind))
    return {
      message: `${shown} has upper-case letters`,
      why: 'Names are compared letter by letter, and image names are lower-case.',
      meant: value.toLowerCase(),
    };
  const bare = value.replace(/@[a-z0-9]+:[0-9a-f]+$/, '').replace(/(\/[^/:]*):[^/:]*$/, '$1');
  if (kind !== 'domain' && bare !== value && isWellFormed(bare, kind))
    return {
      message: `${shown} has a tag or a digest`,
      why: 'Readers look tables up by the name of the repository alone.',
      meant: bare,
      safety: 'review',
    };
  return (
    hostFault(value, kind) ?? (isWellFormed(trimmed(value), kind) ? undefined : generalFault(value, kind))
  );
}

/** Names that are well formed and still none of a registry. */
function hostFault(value: string, kind: Kind): Fault | undefined {
  const shown = JSON.stringify(value);
  const [host = '', ...path] = trimmed(value).split('/');
  if (host === 'index.docker.io')
    return {
      message: `${shown} is not the name of Docker Hub`,
      why: 'Readers turn it into docker.io before they look anything up.',
      meant: ['docker.io', ...path].join('/'),
    };
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host) && path.length === 1 && /^\d\d?$/.test(path[0]!))
    return {
      message: `${shown} is a range of addresses`,
      why: 'Readers compare names: only an image with this very path would match.',
    };
  if (kind === 'domain' && isDomain(host) && !/[.:]/.test(host) && host !== 'localhost')
    return {
      message: `${shown} is taken for a namespace of Docker Hub`,
      why: `A host needs a dot or a port: a short name is looked for as docker.io/${host}/NAME.`,
    };
  if (host.startsWith('*') || isDomain(host)) return undefined;
  return {
    message: `"${host}" is no name of a host`,
    why: 'Hosts are made of letters, digits, hyphens and dots, with a port where needed: requests to others cannot work.',
  };
}

function generalFault(value: string, kind: Kind): Fault {
  const shown = JSON.stringify(value);
  if (kind === 'domain')
    return {
      message: `${shown} is no host of a registry`,
      why: 'Short names are looked up in whole registries: a path, a wildcard or a malformed host makes readers refuse the file.',
    };
  if (kind === 'location' && value.startsWith('*.'))
    return { message: `${shown} is a wildcard`, why: 'Images have to come from one place.' };
  return {
    message: `${shown} is not written as host[:port][/path]`,
    why: 'No image has such a name: it matches nothing, or every pull through it fails.',
  };
}

function isWellFormed(value: string, kind: Kind): boolean {
  if (kind === 'domain') return isDomain(value);
  const name = kind === 'prefix' && value.startsWith('*.') ? value.slice(2) : value;
  if (kind === 'prefix' && value.startsWith('*.')) return /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(name);
  const host = name.split('/', 1)[0]!;
  if (host === 'docker.io') return parseCanonical(`${name}/a/b`).ok;
  return parseCanonical(`${name}/a`).ok;
}
