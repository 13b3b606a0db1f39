import type { LibraryVersion } from '../../model/target.ts';

/** How a value is bound. bytes: base64 in a string (or a list of byte values). Null leaves a value unset. */
export type FieldType = 'string' | 'strings' | 'bytes' | 'bytes-list' | 'object' | 'list';

/** A key of an object of policy.json. Source: containers/image, signature/policy_config*.go. */
export interface Field {
  readonly type: FieldType;
  readonly doc: string;
  /** First containers/image release that knows it; absent = all that have the object. */
  readonly since?: LibraryVersion;
  /** The reader refuses an object without it. */
  readonly required?: true;
}

export type RequirementType =
  | 'insecureAcceptAnything'
  | 'reject'
  | 'signedBy'
  | 'sigstoreSigned'
  | 'signedBaseLayer';

export type IdentityType =
  | 'matchExact'
  | 'matchRepoDigestOrExact'
  | 'matchRepository'
  | 'exactReference'
  | 'exactRepository'
  | 'remapIdentity';

export type Fields = Readonly<Record<string, Field>>;

/** The keys of an object kind together with the release that brought the kind itself. */
export interface ObjectKind {
  readonly since?: LibraryVersion;
  readonly fields: Fields;
}

const type: Field = { type: 'string', doc: 'Which kind of object this is.', required: true };
const identity: Field = {
  type: 'object',
  doc: 'Which name the signature must be for; matchRepoDigestOrExact when absent.',
};

const rekor: Fields = {
  rekorPublicKeyPath: {
    type: 'string',
    doc: 'File with the public key of the Rekor log.',
    since: [5, 24, 0],
  },
  rekorPublicKeyPaths: {
    type: 'strings',
    doc: 'Files with public keys of the Rekor log; one must match.',
    since: [5, 33, 0],
  },
  rekorPublicKeyData: { type: 'bytes', doc: 'The public key of the Rekor log, base64.', since: [5, 24, 0] },
  rekorPublicKeyDatas: {
    type: 'bytes-list',
    doc: 'Public keys of the Rekor log, base64.',
    since: [5, 33, 0],
  },
};

export const policyFields: Fields = {
  default: { type: 'list', doc: 'Requirements for images that no scope below matches.', required: true },
  transports: { type: 'object', doc: 'Transport name to scopes; a scope holds a list of requirements.' },
};

export const requirementKinds: Readonly<Record<RequirementType, ObjectKind>> = {
  insecureAcceptAnything: { fields: { type } },
  reject: { fields: { type } },
  signedBy: {
    fields: {
      type,
      keyType: { type: 'string', doc: 'Kind of the keys; only GPGKeys is implemented.', required: true },
      keyPath: { type: 'string', doc: 'File with trusted keys.' },
      keyPaths: { type: 'strings', doc: 'Files with trusted keys; one must match.', since: [5, 22, 0] },
      keyData: { type: 'bytes', doc: 'Trusted keys, base64.' },
      signedIdentity: identity,
    },
  },
  sigstoreSigned: {
    since: [5, 22, 0],
    fields: {
      type,
      keyPath: { type: 'string', doc: 'File with a trusted public key.' },
      keyPaths: {
        type: 'strings',
        doc: 'Files with trusted public keys; one must match.',
        since: [5, 33, 0],
      },
      keyData: { type: 'bytes', doc: 'A trusted public key, base64.' },
      keyDatas: { type: 'bytes-list', doc: 'Trusted public keys, base64.', since: [5, 33, 0] },
      fulcio: { type: 'object', doc: 'Trust in certificates that Fulcio issued.', since: [5, 24, 0] },
      pki: { type: 'object', doc: 'Trust in certificates of your own authority.', since: [5, 35, 0] },
      ...rekor,
      signedIdentity: identity,
    },
  },
  signedBaseLayer: {
    fields: {
      type,
      baseLayerIdentity: { type: 'object', doc: 'Identity of the base layer.', required: true },
    },
  },
};

export const fulcioFields: Fields = {
  caPath: { type: 'string', doc: 'File with the certificates of the Fulcio authority.' },
  caData: { type: 'bytes', doc: 'Certificates of the Fulcio authority, base64.' },
  oidcIssuer: { type: 'string', doc: 'The issuer that vouched for the signer.' },
  subjectEmail: { type: 'string', doc: 'The e-mail address of the signer.' },
  buildSignerURI: { type: 'string', doc: 'The workflow that signed.', since: [5, 40, 0] },
};

export const pkiFields: Fields = {
  caRootsPath: { type: 'string', doc: 'File with root certificates.' },
  caRootsData: { type: 'bytes', doc: 'Root certificates, base64.' },
  caIntermediatesPath: { type: 'string', doc: 'File with intermediate certificates.' },
  caIntermediatesData: { type: 'bytes', doc: 'Intermediate certificates, base64.' },
  subjectEmail: { type: 'string', doc: 'The e-mail address in the certificate.' },
  subjectHostname: { type: 'string', doc: 'The host name in the certificate.' },
};

export const identityKinds: Readonly<Record<IdentityType, ObjectKind>> = {
  matchExact: { fields: { type } },
  matchRepoDigestOrExact: { fields: { type } },
  matchRepository: { fields: { type } },
  exactReference: {
    fields: {
      type,
      dockerReference: { type: 'string', doc: 'The one reference, with tag or digest.', required: true },
    },
  },
  exactRepository: {
    fields: { type, dockerRepository: { type: 'string', doc: 'The one repository.', required: true } },
  },
  remapIdentity: {
    since: [5, 9, 0],
    fields: {
      type,
      prefix: { type: 'string', doc: 'Prefix of the image name, replaced by signedPrefix.', required: true },
      signedPrefix: { type: 'string', doc: 'Prefix of the name in the signature.', required: true },
    },
  },
};

/** Values of keyType that load. Only the first is implemented; the others refuse every image. */
export const keyTypes: readonly string[] = [
  'GPGKeys',
  'signedByGPGKeys',
  'X509Certificates',
  'signedByX509CAs',
];

/** Names of transports that exist in some build of a reader. */
export const transportNames: readonly string[] = [
  'docker',
  'docker-daemon',
  'docker-archive',
  'containers-storage',
  'dir',
  'oci',
  'oci-archive',
  'atomic',
  'ostree',
  'sif',
  'tarball',
];
