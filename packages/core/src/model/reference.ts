/**
 * Image references as Go's docker/reference package reads them (containers/image `docker/reference`):
 * the same grammar, the same normalisation, the same words on failure.
 */
export interface Reference {
  /** `host[:port]`; '' when the text has none that the grammar accepts (`my_host.example/x`). */
  readonly domain: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** A parsed value, or the reader's words for why there is none. */
export type ParseResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string };

// Written without nested ambiguity: each character can be consumed in one way only, so matching is linear.
const label = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*';
const domain = `${label}(?:\\.${label})*(?::[0-9]+)?`;
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const path = `${component}(?:/${component})*`;
const tag = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';

const referencePattern = new RegExp(`^((?:${domain}/)?${path})(?::(${tag}))?(?:@(${digest}))?$`);
const namePattern = new RegExp(`^(?:(${domain})/)?(${path})$`);
const domainPattern = new RegExp(`^${domain}$`);
const identifierPattern = /^[a-f0-9]{64}$/;
const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);
const longestName = 255;

const invalidFormat = 'invalid reference format';

/** Whether the whole text is `host[:port]` by the grammar. */
export function isDomain(text: string): boolean {
  return domainPattern.test(text);
}

/** Go's `reference.Parse`: the grammar alone, no default domain, `a/b` has the domain `a`. */
export function parseReference(text: string): ParseResult<Reference> {
  const match = referencePattern.exec(text);
  if (match === null) return fail(whyNoReference(text));
  const name = match[1]!;
  if (name.length > longestName)
    return fail(`repository name must not be more than ${longestName} characters`);
  const digestError = match[3] === undefined ? undefined : checkDigest(match[3]);
  if (digestError !== undefined) return fail(digestError);
  const parts = namePattern.exec(name)!;
  return {
    ok: true,
    value: {
      domain: parts[1] ?? '',
      path: parts[2]!,
      ...(match[2] === undefined ? {} : { tag: match[2] }),
      ...(match[3] === undefined ? {} : { digest: match[3] }),
    },
  };
}

function whyNoReference(text: string): string {
  if (text === '') return 'repository name must have at least one component';
  if (referencePattern.test(text.toLowerCase())) return 'repository name must be lowercase';
  return invalidFormat;
}

function checkDigest(text: string): string | undefined {
  const colon = text.indexOf(':');
  const length = digestLengths.get(text.slice(0, colon));
  if (length === undefined) return 'unsupported digest algorithm';
  const hex = text.slice(colon + 1);
  if (hex.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]+$/.test(hex) ? undefined : 'invalid checksum digest format';
}

/** Go's `reference.ParseNormalizedNamed`: docker.io and library/ are filled in. No tag is added. */
export function parseNormalized(text: string): ParseResult<Reference> {
  if (identifierPattern.test(text)) {
    return fail(`invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`);
  }
  const { domain: host, remainder } = splitDockerDomain(text);
  const colon = remainder.indexOf(':');
  const remoteName = colon === -1 ? remainder : remainder.slice(0, colon);
  if (remoteName.toLowerCase() !== remoteName)
    return fail(`${invalidFormat}: repository name must be lowercase`);
  return parseReference(`${host}/${remainder}`);
}

/** Go's `reference.ParseNamed`: normalised, and refused when normalising changed anything. */
export function parseCanonical(text: string): ParseResult<Reference> {
  const parsed = parseNormalized(text);
  if (!parsed.ok || formatReference(parsed.value) === text) return parsed;
  return fail('repository name must be canonical');
}

function splitDockerDomain(text: string): { readonly domain: string; readonly remainder: string } {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const qualified = slash !== -1 && isDomainLike(first);
  const host = qualified ? (first === 'index.docker.io' ? 'docker.io' : first) : 'docker.io';
  const rest = qualified ? text.slice(slash + 1) : text;
  return { domain: host, remainder: host === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest };
}

/** What makes the first component a registry: a dot, a colon, or the name localhost. */
export function isDomainLike(component: string): boolean {
  return component.includes('.') || component.includes(':') || component === 'localhost';
}

/** The reference as text; the inverse of parsing. */
export function formatReference(reference: Reference): string {
  const tagged = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digested = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${repositoryName(reference)}${tagged}${digested}`;
}

/** `domain/path`, without tag and digest: what prefixes are matched against. */
export function repositoryName(reference: Reference): string {
  return reference.domain === '' ? reference.path : `${reference.domain}/${reference.path}`;
}

/** With `:latest` when it has neither tag nor digest. */
export function withDefaultTag(reference: Reference): Reference {
  return reference.tag === undefined && reference.digest === undefined
    ? { ...reference, tag: 'latest' }
    : reference;
}

function fail<T>(error: string): ParseResult<T> {
  return { ok: false, error };
}
