import type { ImagePolicy } from '../../dialects/openshift/model.ts';
import { traitsOf } from '../../runtimes/openshift/releases.ts';
import { decodeBase64 } from '../../text/base64.ts';
import { pemBlocks } from '../../text/pem.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { at, clusterOf, openshiftMeta, type Placed } from '../openshift.ts';
import { policyScopeFault } from '../openshift-scopes.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const imagePolicyRefused: Rule = {
  meta: openshiftMeta({
    code: 'MW857',
    name: 'image-policy-refused',
    severity: 'error',
    summary: 'The API refuses a scope, key or identity of a ClusterImagePolicy or ImagePolicy.',
    covers: ['O-image-policy'],
    cites: [
      'https://github.com/openshift/api/blob/master/config/v1/types_cluster_image_policy.go',
      'https://github.com/openshift/api/blob/master/config/v1/types_image_policy.go',
    ],
  }),
  *check({ node }) {
    const { policies, release } = clusterOf(node);
    const traits = traitsOf(release);
    for (const policy of policies) {
      const isRead =
        policy.kind === 'ClusterImagePolicy' ? traits.clusterImagePolicies : traits.imagePolicies;
      const place = policy.name ?? { span: policy.node.span };
      if (!isRead) {
        const first = policy.kind === 'ClusterImagePolicy' ? '4.16' : '4.18';
        yield at(policy, place, {
          message: `${policy.kind} is read from ${first} on; ${release.join('.')} takes no notice of it.`,
          why: 'Nothing is made of it on the nodes: no signature is asked for.',
          advice: 'Update the cluster first, or write the signature policy by a MachineConfig.',
        });
        continue;
      }
      yield* scopeFaults(policy);
      for (const message of trustFaults(policy)) {
        yield at(policy, place, { message, why: refused, advice: 'Correct spec.policy.' });
      }
    }
  },
};

const refused = 'The API refuses the resource when it is applied.';

function* scopeFaults(policy: Placed<ImagePolicy>): Iterable<RuleFinding> {
  const { scopes } = policy;
  const most = 256;
  if (scopes.length > most)
    yield at(policy, scopes[most]!, {
      message: `The policy has ${scopes.length} scopes; ${most} are allowed.`,
      why: refused,
      advice: 'Use namespaces or wildcards in place of many scopes.',
    });
  for (const scope of scopes) {
    const fault = policyScopeFault(scope.value);
    if (fault === undefined) continue;
    yield at(policy, scope, {
      message: `${JSON.stringify(scope.value)} is no scope: ${fault}.`,
      why: refused,
      advice: 'Write a host with a dot in it or localhost, with port, path, tag or digest, or *.domain.',
    });
  }
}

const policyTypes = ['PublicKey', 'FulcioCAWithRekor', 'PKI'];
const matchPolicies = ['MatchRepoDigestOrExact', 'MatchRepository', 'ExactRepository', 'RemapIdentity'];
const longestKey = 8192;

/** What is wrong with the root of trust and the identity. Keys are never part of a message. */
function* trustFaults({ root, identity }: ImagePolicy): Iterable<string> {
  if (!policyTypes.includes(root.policyType))
    yield root.policyType === ''
      ? 'rootOfTrust has no policyType.'
      : `${JSON.stringify(root.policyType)} is no policyType: ${policyTypes.join(', ')}.`;
  else yield* keyFaults(root);
  if (!matchPolicies.includes(identity.matchPolicy))
    yield `${JSON.stringify(identity.matchPolicy)} is no matchPolicy: ${matchPolicies.join(', ')}.`;
  else if (identity.matchPolicy === 'ExactRepository' && !identity.repository)
    yield 'ExactRepository needs exactRepository.repository.';
  else if (identity.matchPolicy === 'RemapIdentity' && !(identity.prefix && identity.signedPrefix))
    yield 'RemapIdentity needs remapIdentity.prefix and signedPrefix.';
}

function* keyFaults(root: ImagePolicy['root']): Iterable<string> {
  const keys: readonly (readonly [string, string | undefined, label: string, needed: boolean])[] =
    root.policyType === 'PublicKey'
      ? [
          ['publicKey.keyData', root.keyData, 'PUBLIC KEY', true],
          ['publicKey.rekorKeyData', root.rekorKeyData, 'PUBLIC KEY', false],
        ]
      : root.policyType === 'PKI'
        ? [
            ['pki.caRootsData', root.caRootsData, 'CERTIFICATE', true],
            ['pki.caIntermediatesData', root.caIntermediatesData, 'CERTIFICATE', false],
          ]
        : [
            ['fulcioCAWithRekor.fulcioCAData', root.fulcioCAData, 'CERTIFICATE', true],
            ['fulcioCAWithRekor.rekorKeyData', root.rekorKeyData, 'PUBLIC KEY', true],
          ];
  for (const [name, data, label, needed] of keys) {
    const fault = data === undefined ? (needed ? 'is missing' : undefined) : keyFault(data, label);
    if (fault !== undefined) yield `${name} ${fault}.`;
  }
  if (root.policyType === 'FulcioCAWithRekor') {
    if (!/^https?:\/\/\S+$/.test(root.oidcIssuer ?? '')) yield 'fulcioSubject.oidcIssuer is no address.';
    if (!/^\S+@\S+$/.test(root.signedEmail ?? '')) yield 'fulcioSubject.signedEmail is no address of mail.';
  }
  if (root.policyType === 'PKI' && !root.subjectEmail && !root.subjectHostname)
    yield 'pki.pkiCertificateSubject needs email or hostname.';
}

/** Keys and certificates are PEM texts, in base64 as all bytes of the API are. */
function keyFault(data: string, label: string): string | undefined {
  const bytes = decodeBase64(data.replace(/\s+/g, ''));
  if (bytes === undefined) return 'is no base64';
  if (bytes.length > longestKey) return `has ${bytes.length} bytes; ${longestKey} are allowed`;
  const text = decodeUtf8(bytes);
  const block = text === undefined ? undefined : pemBlocks(text)[0];
  if (block === undefined) return `is no PEM text with ${label}`;
  return block.label === label ? undefined : `holds a ${block.label} and not a ${label}`;
}
