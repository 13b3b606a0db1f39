import type { ImagePolicy, RootOfTrust, SignedIdentity } from '../../dialects/openshift/model.ts';
import { byteOrder } from './byte-order.ts';
import type { JsonValue } from './encode.ts';
import type { Traits } from './releases.ts';
import { outerScopes } from './scopes.ts';

/** The template of policy.json, which stays where the operator writes none. */
export const templatePolicy = `{
    "default": [
        {
            "type": "insecureAcceptAnything"
        }
    ],
    "transports":
        {
            "docker-daemon":
                {
                    "": [{"type":"insecureAcceptAnything"}]
                }
        }
}`;

type Requirement = { readonly [key: string]: JsonValue };

/** Requirements by scope, for the transport docker. */
export type Scopes = Map<string, readonly Requirement[]>;

export interface PolicyInput {
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
  /** Cluster-wide policies. */
  readonly policies: readonly ImagePolicy[];
}

const accept: readonly Requirement[] = [{ type: 'insecureAcceptAnything' }];
const reject: readonly Requirement[] = [{ type: 'reject' }];

/** The scopes of the cluster's policy.json. Source: openshift/machine-config-operator, `updatePolicyJSON`. */
export function clusterScopes({ allowed, blocked, policies }: PolicyInput): Scopes {
  const signed = new Set(policies.flatMap(({ scopes }) => scopes.map(({ value }) => value)));
  const scopes: Scopes = new Map();
  for (const scope of allowed) if (!signed.has(scope)) scopes.set(scope, accept);
  for (const scope of blocked) scopes.set(scope, reject);
  addPolicies(scopes, policies);
  return scopes;
}

/** Adds the requirements of policies to those that their scopes have. */
export function addPolicies(scopes: Scopes, policies: readonly ImagePolicy[]): void {
  for (const policy of policies)
    for (const { value } of policy.scopes)
      scopes.set(value, [...(scopes.get(value) ?? []), requirementOf(policy)]);
}

/** policy.json as a value, its keys in the order they are written. */
export function policyDocument(
  rejectsOthers: boolean,
  scopes: Scopes,
  { skipsDeepAtomic }: Traits,
): JsonValue {
  const sorted = [...scopes].sort(([a], [b]) => byteOrder(a, b));
  const shallow = sorted.filter(([scope]) => !skipsDeepAtomic || scope.split('/').length <= 3);
  return {
    default: rejectsOthers ? reject : accept,
    transports: {
      atomic: new Map(shallow),
      docker: new Map(sorted),
      'docker-daemon': { '': accept },
    },
  };
}

/** Why the policies cannot stand beside the lists, in the operator's words. */
export function scopeConflict(
  { policies, allowed, blocked }: PolicyInput,
  kind: 'clusterimagePolicy' | 'imagePolicy',
): string | undefined {
  const scopes = policies.flatMap(({ scopes: own }) => own.map(({ value }) => value));
  const [admitted, refused] = [new Set(allowed), new Set(blocked)];
  const outside = scopes.find((scope) => !outerScopes(scope).some((outer) => admitted.has(outer)));
  if (allowed.length > 0 && outside !== undefined)
    return `${kind} configured for the scope ${outside} is not nested inside allowedRegistries`;
  const inside = scopes.find((scope) => outerScopes(scope).some((outer) => refused.has(outer)));
  return inside === undefined
    ? undefined
    : `${kind} configured for the scope ${inside} is nested inside blockedRegistries`;
}

function requirementOf({ root, identity }: ImagePolicy): Requirement {
  return { type: 'sigstoreSigned', ...rootOf(root), signedIdentity: identityOf(identity) };
}

function rootOf(root: RootOfTrust): Requirement {
  const rekor = root.rekorKeyData === undefined ? {} : { rekorPublicKeyData: joined(root.rekorKeyData)! };
  switch (root.policyType) {
    case 'FulcioCAWithRekor':
      return {
        fulcio: present({
          caData: joined(root.fulcioCAData),
          oidcIssuer: root.oidcIssuer,
          subjectEmail: root.signedEmail,
        }),
        ...rekor,
      };
    case 'PKI':
      return {
        pki: present({
          caRootsData: joined(root.caRootsData),
          caIntermediatesData: joined(root.caIntermediatesData),
          subjectEmail: root.subjectEmail,
          subjectHostname: root.subjectHostname,
        }),
      };
    default:
      return { ...present({ keyData: joined(root.keyData) }), ...rekor };
  }
}

function identityOf({ matchPolicy, repository, prefix, signedPrefix }: SignedIdentity): Requirement {
  switch (matchPolicy) {
    case 'ExactRepository':
      return { type: 'exactRepository', dockerRepository: repository ?? '' };
    case 'RemapIdentity':
      return { type: 'remapIdentity', prefix: prefix ?? '', signedPrefix: signedPrefix ?? '' };
    case 'MatchRepository':
      return { type: 'matchRepository' };
    default:
      return { type: 'matchRepoDigestOrExact' };
  }
}

/** Base64 without the line breaks that YAML may bring. */
function joined(data: string | undefined): string | undefined {
  return data?.replace(/\s+/g, '');
}

function present(values: Readonly<Record<string, string | undefined>>): Requirement {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
