import { parseReference, type Reference, repositoryName } from '../../model/reference.ts';
import { resolveMatched } from '../containers/candidates.ts';
import type { EffectiveConfig } from '../containers/config.ts';
import { findRegistry } from '../containers/match.ts';
import { outerScopes } from './scopes.ts';

/** The scopes for which signatures are looked for beside the images, or why the operator stops. */
export type Attachments =
  | { readonly ok: true; readonly scopes: readonly string[] }
  | { readonly ok: false; readonly error: string };

/** What the operator wrote to registries.conf, and what a node makes of it. */
export interface WrittenRegistries {
  /** Scopes of its tables. */
  readonly tables: readonly string[];
  readonly config: EffectiveConfig;
}

/**
 * The policy scopes, what they and the tables below them are pulled from, by digest or by tag. Without a registries.conf
 * of the operator's those are the scopes alone.
 * Source: openshift/machine-config-operator, `generateSigstoreRegistriesdConfig`.
 */
export function attachmentScopes(
  policyScopes: readonly string[],
  written: WrittenRegistries | undefined,
): Attachments {
  const found = new Set(policyScopes);
  if (written === undefined) return { ok: true, scopes: [...found] };
  const below = new Map(policyScopes.map((scope): [string, string[]] => [scope, []]));
  for (const table of written.tables)
    for (const outer of outerScopes(table)) if (outer !== table) below.get(outer)?.push(table);
  const known = new Map<string, Attachments>();
  for (const [scope, tables] of below) {
    for (const name of [scope, ...tables]) {
      const sources = known.get(name) ?? sourcesOf(name, written.config);
      known.set(name, sources);
      if (!sources.ok)
        return {
          ok: false,
          error: `error adding clusterimagepolicy scope ${scope} relevant mirrors: ${sources.error}`,
        };
      for (const source of sources.scopes) found.add(source);
    }
  }
  return { ok: true, scopes: [...found] };
}

/** Endings that make a reference of a scope: mirrors differ by them. */
const endings = [
  ['digest', { digest: `sha256:${'a'.repeat(64)}` }],
  ['tag', { tag: 'aaa' }],
] as const;

/** What the images of a scope are pulled from: the table it falls into, its mirrors first, with the rest of the path. */
function sourcesOf(scope: string, config: EffectiveConfig): Attachments {
  const match = findRegistry(config, scope);
  if (match === undefined) return { ok: true, scopes: [] };
  const { registry } = match;
  // a scope that is a host becomes a reference by a path that is taken off again
  const path = scope.includes('/') ? '' : '/a';
  const text = `${scope.startsWith('*.') ? `matched${scope.slice(1)}` : scope}${path}`;
  const parsed = parseReference(text);
  if (!parsed.ok) return { ok: false, error: `error parsing scope ${text}: ${parsed.error}` };
  const repository: Reference = { domain: parsed.value.domain, path: parsed.value.path };
  const scopes: string[] = [];
  for (const [kind, ending] of endings) {
    const { endpoints, error } = resolveMatched(config, registry, { ...repository, ...ending });
    if (error !== null)
      return { ok: false, error: `error getting ${kind} sources for scope ${text}: ${error}` };
    for (const { location, reference } of endpoints) {
      // a wildcard table has no place of its own
      if (reference === undefined || location === '') continue;
      const name = repositoryName(reference);
      scopes.push(name.endsWith(path) ? name.slice(0, name.length - path.length) : name);
    }
  }
  return { ok: true, scopes };
}

/** The longest key that is written on a line with its value. */
const longestKey = 128;

/** registries.d/sigstore-registries.yaml, as go-yaml writes it. */
export function attachmentsYaml(scopes: readonly string[]): string {
  const attach = 'use-sigstore-attachments: true\n';
  const lines = scopes.toSorted(keyOrder).map((scope) => {
    const key = yamlKey(scope);
    return scope.length > longestKey ? `  ? ${key}\n  : ${attach}` : `  ${key}:\n    ${attach}`;
  });
  return `docker:\n${lines.join('')}`;
}

const notText =
  /^(?:[yn]|yes|no|on|off|true|false|null|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0x[\da-f]+|0b[01]+|0o[0-7]+|\d+(?::[0-5]?\d)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?)$/i;

/** Quoted where it is no text as it stands: a wildcard, and hosts such as `no` or `10.1`. */
function yamlKey(scope: string): string {
  if (scope.startsWith('*')) return `'${scope}'`;
  return notText.test(scope) ? `"${scope}"` : scope;
}

/** The order of keys in go-yaml: numbers in them count by value, letters come after all else. */
function keyOrder(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  if (at === a.length || at === b.length) return a.length - b.length;
  const [left, right] = [a[at]!, b[at]!];
  const letters = Number(isLetter(left)) - Number(isLetter(right));
  if (letters !== 0) return letters;
  if (isLetter(left)) return left.charCodeAt(0) - right.charCodeAt(0);
  // a zero inside a number is not the start of one
  const inside = (left === '0' || right === '0') && /[1-9]0*$/.test(a.slice(0, at));
  const [one, other] = [a, b].map((text) => /^\d*/.exec(text.slice(at))![0]) as [string, string];
  const [first, second] = [one, other].map((digits) => BigInt(`${inside ? 1 : 0}${digits}`)) as [
    bigint,
    bigint,
  ];
  if (first !== second) return first < second ? -1 : 1;
  return one.length - other.length || left.charCodeAt(0) - right.charCodeAt(0);
}

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character);
}
