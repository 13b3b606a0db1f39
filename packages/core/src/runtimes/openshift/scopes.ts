/**
 * Whether a scope is another one or lies below it, as the operator sees it: whole path components, ports compared as they
 * are, and wildcards for every host below them. Source: openshift/runtime-utils `ScopeIsNestedInsideScope`.
 */
export function isNested(inner: string, outer: string): boolean {
  if (inner === outer || inner.startsWith(`${outer}/`)) return true;
  if (!outer.startsWith('*.')) return false;
  const colon = inner.indexOf(':');
  if (colon !== -1) {
    const host = inner.slice(0, colon);
    return !host.includes('/') && host.endsWith(outer.slice(1));
  }
  const slash = inner.indexOf('/');
  return (slash === -1 ? inner : inner.slice(0, slash)).endsWith(outer.slice(1));
}

/**
 * Every scope that this one is nested in, itself first: what `isNested` answers, without asking for each of thousands.
 * With `lengths` only those of such a length: enough for a look-up, and quick for a scope of a hundred thousand characters.
 */
export function outerScopes(scope: string, lengths?: ReadonlySet<number>): readonly string[] {
  const found = [scope];
  for (let slash = scope.lastIndexOf('/'); slash !== -1; slash = scope.lastIndexOf('/', slash - 1)) {
    if (lengths?.has(slash) ?? true) found.push(scope.slice(0, slash));
    if (slash === 0) break;
  }
  const end = scope.search(scope.includes(':') ? /:/ : /\//);
  const host = end === -1 ? scope : scope.slice(0, end);
  if (host.includes('/')) return found;
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    if (lengths?.has(host.length - dot + 1) === false) continue;
    const wildcard = `*${host.slice(dot)}`;
    if (wildcard !== scope) found.push(wildcard);
  }
  return found;
}

/** The lengths of texts, for `outerScopes`. */
export function lengthsOf(scopes: Iterable<string>): ReadonlySet<number> {
  const lengths = new Set<number>();
  for (const { length } of scopes) lengths.add(length);
  return lengths;
}

/** Whether an entry of the insecure, blocked or allowed list is taken. Source: `IsValidRegistriesConfScope`. */
export function isValidScope(scope: string): boolean {
  if (scope === '') return false;
  if (!scope.includes('*')) return true;
  return scope.startsWith('*.') && !/[/@:*]/.test(scope.slice(2));
}

/** Whether the API takes a text as the source of a mirror rule. */
export function isSource(text: string): boolean {
  return text.startsWith('*') ? isWildcard(text) : isMirror(text);
}

/** Whether the API takes a text as a mirror: `host[:port][/path]`, the path lower case. */
export function isMirror(text: string): boolean {
  const [place = '', ...path] = text.split('/');
  const colon = place.indexOf(':');
  const host = colon === -1 ? place : place.slice(0, colon);
  if (colon !== -1 && !/^\d+$/.test(place.slice(colon + 1))) return false;
  return host.split('.').every(isLabel) && path.every(isComponent);
}

function isWildcard(text: string): boolean {
  const [star, ...labels] = text.split('.');
  return star === '*' && labels.length > 0 && labels.every(isLabel);
}

// The patterns of the API nest quantifiers and can take ages on hostile texts; these look at each character once.

function isLabel(text: string): boolean {
  return /^[a-zA-Z0-9-]+$/.test(text) && !text.startsWith('-') && !text.endsWith('-');
}

/** Lower-case letters and digits, set apart by one dot, one or two underscores, or any number of dashes. */
function isComponent(text: string): boolean {
  if (!/^[a-z0-9._-]+$/.test(text) || !/^[a-z0-9]/.test(text) || !/[a-z0-9]$/.test(text)) return false;
  return text.split(/[a-z0-9]+/).every((gap) => /^(?:\.|__?|-*)$/.test(gap));
}
