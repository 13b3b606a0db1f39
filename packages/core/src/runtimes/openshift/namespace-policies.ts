import type { ImagePolicy } from '../../dialects/openshift/model.ts';
import { groupBy } from '../../text/group-by.ts';
import { byteOrder } from './byte-order.ts';
import { goJson } from './encode.ts';
import { addPolicies, policyDocument, type Scopes } from './policy.ts';
import type { Traits } from './releases.ts';
import { isNested } from './scopes.ts';

/** The policies of namespaces, without the scopes that cluster-wide ones have taken. */
export interface NamespacePolicies {
  readonly policies: readonly ImagePolicy[];
  /** What the status of a policy says that lost scopes. */
  readonly warnings: readonly string[];
  /** One file a namespace: the cluster's policy and what the namespace asks for beside it. */
  readonly files: (
    cluster: Scopes,
    rejects: boolean,
    traits: Traits,
  ) => readonly (readonly [string, string])[];
}

export function namespacePolicies(
  policies: readonly ImagePolicy[],
  cluster: readonly ImagePolicy[],
): NamespacePolicies {
  const taken = cluster.flatMap(({ scopes }) => scopes.map(({ value }) => value));
  const isTaken = (scope: string): boolean => taken.some((other) => isNested(scope, other));
  const warnings: string[] = [];
  const kept = policies.flatMap((policy) => {
    const lost = policy.scopes.filter(({ value }) => isTaken(value));
    if (lost.length > 0)
      warnings.push(
        statusOf(
          policy,
          lost.map(({ value }) => value),
        ),
      );
    const scopes = policy.scopes.filter(({ value }) => !isTaken(value));
    return scopes.length === 0 ? [] : [{ ...policy, scopes }];
  });
  const byNamespace = groupBy(kept, ({ namespace }) => namespace?.value ?? '');
  return {
    policies: kept,
    warnings,
    files: (clusterScopes, rejects, traits) =>
      [...byNamespace.keys()].sort(byteOrder).map((namespace) => {
        const scopes: Scopes = new Map(clusterScopes);
        addPolicies(scopes, byNamespace.get(namespace)!);
        const text = goJson(policyDocument(rejects, scopes, traits), traits.namespacePolicyIndent);
        return [`/etc/crio/policies/${namespace}.json`, text] as const;
      }),
  };
}

function statusOf({ name, namespace }: ImagePolicy, lost: readonly string[]): string {
  const named = lost.map((scope) => JSON.stringify(scope)).join(' ');
  return `imagepolicy status: [${namespace?.value ?? ''} ${name?.value ?? ''} Pending ConflictScopes has conflicting scope(s) [${named}] that equal to or nest inside existing clusterimagepolicy, only policy from clusterimagepolicy scope(s) will be applied False]`;
}
