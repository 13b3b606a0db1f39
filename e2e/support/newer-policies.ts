/* Policies whose requirements the skopeo of the machine is too old for. */

const data = Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n').toString('base64');

const roots: Readonly<Record<string, readonly string[]>> = {
  rekor: ['policyType: PublicKey', `publicKey: {keyData: ${data}, rekorKeyData: ${data}}`],
  fulcio: [
    'policyType: FulcioCAWithRekor',
    `fulcioCAWithRekor: {fulcioCAData: ${data}, rekorKeyData: ${data}, fulcioSubject: {oidcIssuer: "https://issuer.example", signedEmail: dev@corp.example}}`,
  ],
  pki: [
    'policyType: PKI',
    `pki: {caRootsData: ${data}, caIntermediatesData: ${data}, pkiCertificateSubject: {email: dev@corp.example, hostname: build.corp.example}}`,
  ],
};

/** For each root of trust one policy of the cluster and one of a namespace. */
export const newerPolicies: readonly { readonly id: string; readonly input: string }[] = Object.entries(
  roots,
).map(([id, root]) => ({
  id: `policies with ${id}`,
  input: [
    ...[
      'ClusterImagePolicy\nmetadata: {name: all}',
      'ImagePolicy\nmetadata: {name: one, namespace: shop}',
    ].map((kind) =>
      [
        'apiVersion: config.openshift.io/v1',
        `kind: ${kind}`,
        'spec:',
        `  scopes: [${kind.startsWith('C') ? 'cluster' : 'shop'}.example/app]`,
        '  policy:',
        '    rootOfTrust:',
        ...root.map((line) => `      ${line}`),
        '',
      ].join('\n'),
    ),
  ].join('---\n'),
}));
