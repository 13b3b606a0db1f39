/**
 * The keys of a mirror policy, each typed and documented once. The reader, the JSON Schema, the unknown-key rule and
 * the reference page are made from this table.
 */
export interface PolicyField {
  readonly type: PolicyType;
  /** What it means, in one or two sentences. */
  readonly doc: string;
  /** What holds when the key is absent, in words. */
  readonly absent?: string;
  readonly required?: true;
}

export type PolicyType =
  | {
      readonly kind: 'text';
      readonly example: string;
      /** Texts of other kinds, for editors to offer. */
      readonly others?: readonly string[];
      readonly mayBeEmpty?: true;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'version'; readonly values: readonly number[] }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly item: PolicyType }
  | { readonly kind: 'map'; readonly value: PolicyType }
  | { readonly kind: 'object'; readonly fields: PolicyFields };

export type PolicyFields = ReadonlyMap<string, PolicyField>;

/** The newest version of the document that this program writes and the only one it reads. */
export const policyVersion = 1;

export const mirrorStyles = ['plain', 'by-source', 'harbor', 'nexus', 'artifactory', 'quay'] as const;

/** Styles whose path below the location is named by `project`. */
export const stylesWithProject: readonly string[] = ['harbor', 'nexus', 'artifactory', 'quay'];

export const shortNameModes = ['enforcing', 'permissive', 'disabled'] as const;
export const fallbacks = ['keep', 'block'] as const;
export const upstreamPulls = ['all', 'digest'] as const;
export const mirrorPulls = ['all', 'digest', 'tag'] as const;

function text(example: string): PolicyType {
  return { kind: 'text', example };
}

function names(example: string): PolicyType {
  return { kind: 'list', item: text(example) };
}

export const mirrorFields: PolicyFields = new Map<string, PolicyField>([
  [
    'location',
    {
      type: text('harbor.corp.example'),
      doc: 'Host, port and path of the mirror, without a scheme.',
      required: true,
    },
  ],
  [
    'style',
    {
      type: { kind: 'choice', values: mirrorStyles },
      doc: 'How the mirror lays out the repositories of its source: `plain` puts them right below the location, `by-source` below a folder named as the upstream, the others below `project` (a Harbor proxy project, a Nexus repository, an Artifactory repository key, a Quay organisation).',
      absent: 'plain',
    },
  ],
  ['project', { type: text('hub'), doc: 'The path below the location, for the styles that have one.' }],
  [
    'pull',
    {
      type: { kind: 'choice', values: mirrorPulls },
      doc: 'Which references the mirror serves: `all`, only those by `digest`, only those by `tag`.',
      absent: 'as the upstream says',
    },
  ],
  [
    'insecure',
    {
      type: { kind: 'boolean' },
      doc: 'Whether the mirror may be reached without verified TLS, or over plain HTTP.',
      absent: 'true when the list `insecure` covers the location, else false',
    },
  ],
  [
    'ca',
    {
      type: text('corp-root'),
      doc: 'The certificate authority that signed the certificate of the mirror: a name in `cas`, or the path of a PEM file on the node.',
      absent: 'the authorities that the system trusts',
    },
  ],
]);

export const upstreamFields: PolicyFields = new Map<string, PolicyField>([
  [
    'registry',
    {
      type: text('docker.io'),
      doc: 'What images are called by: a host, with port and path where needed, or `*.host` for every host below it.',
      required: true,
    },
  ],
  [
    'location',
    {
      type: text('registry.corp.example/hub'),
      doc: 'Where the images really are, for a redirect: the registry itself is then never asked.',
      absent: 'the registry itself',
    },
  ],
  [
    'insecure',
    {
      type: { kind: 'boolean' },
      doc: 'Whether the upstream may be reached without verified TLS, or over plain HTTP. Mirrors have their own.',
      absent: 'true when the list `insecure` covers the upstream, else false',
    },
  ],
  [
    'fallback',
    {
      type: { kind: 'choice', values: fallbacks },
      doc: 'What happens when no mirror has the image: `keep` asks the upstream last, `block` never asks it.',
      absent: 'keep',
    },
  ],
  [
    'pull',
    {
      type: { kind: 'choice', values: upstreamPulls },
      doc: 'Which references the mirrors serve where they do not say it themselves: `all`, or only those by `digest`.',
      absent: 'all',
    },
  ],
  [
    'mirrors',
    {
      type: { kind: 'list', item: { kind: 'object', fields: mirrorFields } },
      doc: 'Tried in this order, before the upstream.',
      absent: 'no mirrors',
    },
  ],
]);

export const policyFields: PolicyFields = new Map<string, PolicyField>([
  [
    'version',
    {
      type: { kind: 'version', values: [policyVersion] },
      doc: 'Version of this document format.',
      required: true,
    },
  ],
  [
    'targets',
    {
      type: {
        kind: 'list',
        item: { kind: 'text', example: 'podman@5.8', others: ['cri-o@1.36', 'openshift@4.16'] },
      },
      doc: 'The programs that will read the files, each with its version: `podman`, `cri-o`, `buildah`, `skopeo`, `containers-image`; or the nodes of a cluster, `openshift@4.11` to `openshift@5.2`.',
      absent: 'podman of the current release',
    },
  ],
  [
    'upstreams',
    {
      type: { kind: 'list', item: { kind: 'object', fields: upstreamFields } },
      doc: 'Registries that have mirrors, are redirected or have settings of their own.',
      absent: 'none',
    },
  ],
  [
    'insecure',
    {
      type: names('registry.lab.example:5000'),
      doc: 'Registries that may be reached without verified TLS, or over plain HTTP. Covers upstreams and mirrors at or below an entry that do not say it themselves.',
      absent: 'none',
    },
  ],
  [
    'blocked',
    { type: names('registry.old.example'), doc: 'Registries that are never asked.', absent: 'none' },
  ],
  [
    'allowed',
    {
      type: names('quay.io'),
      doc: 'The only registries, namespaces or repositories whose images may be used; the signature policy refuses all others. Names are those that images are called by, not those of mirrors.',
      absent: 'everything is allowed',
    },
  ],
  [
    'rejected',
    {
      type: names('quay.io/untrusted'),
      doc: 'Registries, namespaces or repositories whose images the signature policy refuses, wherever they are fetched from.',
      absent: 'none',
    },
  ],
  [
    'search',
    {
      type: names('docker.io'),
      doc: 'Registries searched, in this order, for a short name such as `nginx`. An empty list switches the search off; without the key other files on the node decide.',
      absent: 'other files on the node decide',
    },
  ],
  [
    'shortNames',
    {
      type: { kind: 'choice', values: shortNameModes },
      doc: 'What happens when a short name has several candidates: `enforcing` asks or fails, `permissive` tries them all where nobody can be asked, `disabled` tries them all.',
      absent: 'other files on the node decide; permissive where none does',
    },
  ],
  [
    'aliases',
    {
      type: { kind: 'map', value: { kind: 'text', example: 'quay.io/acme/web', mayBeEmpty: true } },
      doc: 'Short names and the repositories they stand for. An empty value removes an alias that another file made.',
      absent: 'none',
    },
  ],
  [
    'credentialHelpers',
    {
      type: names('containers-auth.json'),
      doc: 'Where credentials are looked up, in this order: suffixes of `docker-credential-` programs; `containers-auth.json` stands for the auth files.',
      absent: 'other files on the node decide; the auth files where none does',
    },
  ],
  [
    'layerStoreAuthHelper',
    {
      type: text('store-helper'),
      doc: 'Program that gets the credentials of every image opened, for additional layer stores.',
      absent: 'none',
    },
  ],
  [
    'cas',
    {
      type: { kind: 'map', value: text('/etc/pki/ca-trust/source/anchors/corp-root.pem') },
      doc: 'Names for certificate authorities: the path of each PEM file on the node.',
      absent: 'none',
    },
  ],
]);
