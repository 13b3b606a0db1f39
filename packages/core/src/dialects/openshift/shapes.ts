import type { Resource } from './model.ts';

/** What a value of a resource has to be. `any` is not looked into. */
export type Shape =
  | 'string'
  | 'boolean'
  | 'any'
  | { readonly keys: Readonly<Record<string, Shape>> }
  | { readonly items: Shape };

const strings: Shape = { items: 'string' };

function table(keys: Readonly<Record<string, Shape>>): Shape {
  return { keys };
}

function resource(spec: Readonly<Record<string, Shape>>): Shape {
  return table({ apiVersion: 'string', kind: 'string', metadata: 'any', spec: table(spec), status: 'any' });
}

function mirrorRules(...more: readonly string[]): Shape {
  const keys = Object.fromEntries(more.map((key) => [key, 'string' as const]));
  return { items: table({ source: 'string', mirrors: strings, ...keys }) };
}

const imagePolicy = resource({
  scopes: strings,
  policy: table({
    rootOfTrust: table({
      policyType: 'string',
      publicKey: table({ keyData: 'string', rekorKeyData: 'string' }),
      fulcioCAWithRekor: table({
        fulcioCAData: 'string',
        rekorKeyData: 'string',
        fulcioSubject: table({ oidcIssuer: 'string', signedEmail: 'string' }),
      }),
      pki: table({
        caRootsData: 'string',
        caIntermediatesData: 'string',
        pkiCertificateSubject: table({ email: 'string', hostname: 'string' }),
      }),
    }),
    signedIdentity: table({
      matchPolicy: 'string',
      exactRepository: table({ repository: 'string' }),
      remapIdentity: table({ prefix: 'string', signedPrefix: 'string' }),
    }),
  }),
});

/** The resources that people write, as their API has them. Source: openshift/api, config/v1 and operator/v1alpha1. */
export const shapes: Readonly<Partial<Record<Resource['kind'], Shape>>> = {
  Image: resource({
    allowedRegistriesForImport: { items: table({ domainName: 'string', insecure: 'boolean' }) },
    externalRegistryHostnames: strings,
    additionalTrustedCA: table({ name: 'string' }),
    imageStreamImportMode: 'string',
    registrySources: table({
      insecureRegistries: strings,
      blockedRegistries: strings,
      allowedRegistries: strings,
      containerRuntimeSearchRegistries: strings,
    }),
  }),
  ImageContentSourcePolicy: resource({ repositoryDigestMirrors: mirrorRules() }),
  ImageDigestMirrorSet: resource({ imageDigestMirrors: mirrorRules('mirrorSourcePolicy') }),
  ImageTagMirrorSet: resource({ imageTagMirrors: mirrorRules('mirrorSourcePolicy') }),
  ClusterImagePolicy: imagePolicy,
  ImagePolicy: imagePolicy,
};
