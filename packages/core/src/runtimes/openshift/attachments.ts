import { parseCanonical } from '../../model/reference.ts';
import { byteOrder } from './byte-order.ts';
import { type NodeTable, scopeOf } from './registries.ts';
import { isNested } from './scopes.ts';

/** The scopes for which signatures are looked for beside the images, or why the operator stops. */
export type Attachments =
  | { readonly ok: true; readonly scopes: readonly string[] }
  | { readonly ok: false; readonly error: string };

/**
 * The policy scopes, what serves them as mirrors, and the tables below them with their mirrors.
 * Source: openshift/machine-config-operator, `generateSigstoreRegistriesdConfig`.
 */
export function attachmentScopes(policyScopes: readonly string[], tables: readonly NodeTable[]): Attachments {
  const found = new Set<string>();
  for (const scope of policyScopes) {
    found.add(scope);
    const repository = scope.replace(/@[^/]*$/, '').replace(/:[^/:]*$/, (tag) => (isPort(scope) ? tag : ''));
    const nested = tables.map(scopeOf).filter((name) => name !== repository && isNested(name, repository));
    for (const name of [repository, ...nested]) {
      found.add(name);
      const mirrors = mirrorsOf(name, tables);
      if (typeof mirrors === 'string')
        return {
          ok: false,
          error: `error adding clusterimagepolicy scope ${scope} relevant mirrors: ${mirrors}`,
        };
      for (const mirror of mirrors) found.add(mirror);
    }
  }
  return { ok: true, scopes: [...found].sort(byteOrder) };
}

/** Whether what follows the last colon is a port: it is one where no path follows it and none comes before it. */
function isPort(scope: string): boolean {
  return /^[^/]*:\d+$/.test(scope);
}

/** The mirrors of the table that a scope falls into, with the rest of its path; a text says why there is none. */
function mirrorsOf(scope: string, tables: readonly NodeTable[]): readonly string[] | string {
  const owner = tables
    .filter((table) => isNested(scope, scopeOf(table)))
    .reduce<NodeTable | undefined>(
      (best, table) => (best === undefined || scopeOf(table).length > scopeOf(best).length ? table : best),
      undefined,
    );
  if (scope.includes('/') && !scope.startsWith('*.')) {
    const parsed = parseCanonical(scope);
    if (!parsed.ok) return `error parsing scope ${scope}: invalid reference format`;
  }
  if (owner === undefined || owner.prefix !== '') return [];
  const rest = scope.slice(scopeOf(owner).length);
  const mirrors = owner.mirrors.map(({ location }) => location + rest);
  if (scope.includes('/') && mirrors.some((mirror) => !mirror.includes('/')))
    return `error getting digest sources for scope ${scope}: rewriting reference: repository name must be canonical`;
  return mirrors;
}

/** registries.d/sigstore-registries.yaml. */
export function attachmentsYaml(scopes: readonly string[]): string {
  const lines = scopes.map((scope) => `  ${yamlKey(scope)}:\n    use-sigstore-attachments: true\n`);
  return `docker:\n${lines.join('')}`;
}

function yamlKey(scope: string): string {
  return scope.startsWith('*') ? `'${scope}'` : scope;
}
