/** Why a prefix can never match the name of an image, as far as its text tells. */
export type PrefixProblem =
  | { readonly kind: 'tag-or-digest'; readonly without: string }
  | { readonly kind: 'no-domain' }
  | { readonly kind: 'uppercase-host'; readonly lower: string }
  | { readonly kind: 'docker-hub-name'; readonly host: string; readonly certain: boolean }
  | { readonly kind: 'library-missing'; readonly fixed: string }
  | { readonly kind: 'never'; readonly why: string };

const hubNames: ReadonlyMap<string, boolean> = new Map([
  ['index.docker.io', true],
  ['registry-1.docker.io', false],
  ['registry.hub.docker.com', false],
  ['hub.docker.com', false],
]);

/** The first problem of a prefix, or undefined. Wildcards of the right form have none. */
export function prefixProblem(prefix: string): PrefixProblem | undefined {
  const shape = badShape(prefix);
  if (shape !== undefined) return { kind: 'never', why: shape };
  if (prefix.startsWith('*.')) return undefined;
  const slash = prefix.indexOf('/');
  const host = slash === -1 ? prefix : prefix.slice(0, slash);
  const path = slash === -1 ? '' : prefix.slice(slash + 1);
  if (!/[.:]/.test(host) && host !== 'localhost') return { kind: 'no-domain' };
  if (/[:@]/.test(path))
    return { kind: 'tag-or-digest', without: prefix.slice(0, slash + 1) + path.replace(/[:@].*$/, '') };
  const lower = host.toLowerCase();
  if (lower !== host) return { kind: 'uppercase-host', lower: lower + prefix.slice(host.length) };
  const certain = hubNames.get(host);
  if (certain !== undefined) return { kind: 'docker-hub-name', host, certain };
  if (path !== path.toLowerCase()) return { kind: 'never', why: 'names of images have no upper case' };
  if (host === 'docker.io' && path !== '' && path !== 'library' && !path.includes('/')) {
    return { kind: 'library-missing', fixed: `docker.io/library/${path}` };
  }
  return undefined;
}

function badShape(prefix: string): string | undefined {
  if (/\s/.test(prefix)) return 'a name has no white space';
  if (prefix.includes('//')) return 'a name has no doubled slash';
  if (prefix.startsWith('/')) return 'a name does not begin with a slash';
  if (prefix === '*.' || prefix.slice(prefix.startsWith('*.') ? 2 : 0).includes('*')) {
    return 'a star is understood only as the first label: *.example.com';
  }
  return undefined;
}
