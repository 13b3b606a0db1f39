import { ruleLists } from '../dialects/openshift/mirror-set.ts';
import {
  boolean,
  choice,
  type KeyInfo,
  list,
  named,
  type Shape,
  type TableShape,
  text,
  type VariantShape,
} from './shape.ts';

/*
 * The keys of the resources that the operator makes node files of, and of those that have to agree with them.
 * Source: openshift/api `config/v1/types_image*.go`, `config/v1/types_cluster_version.go`,
 * `operator/v1alpha1/types_image_content_source_policy.go`.
 */

type Keys = Readonly<Record<string, KeyInfo>>;

function table(keys: Keys, ...title: readonly string[]): TableShape {
  return { kind: 'table', keys: new Map(Object.entries(keys)), ...(title.length > 0 && { title }) };
}

function key(doc: string, shape: Shape, more: Pick<KeyInfo, 'absent' | 'since'> = {}): KeyInfo {
  return { doc, shape, ...more };
}

const metadata = table({
  name: key('Name of the resource.', text),
  namespace: key('Namespace of the resource, for kinds that have one.', text),
  labels: key('Labels.', { kind: 'map', value: text }),
  annotations: key('Annotations.', { kind: 'map', value: text }),
});

const images = list(named('image'));

const registrySources = table({
  insecureRegistries: key(
    'Registries that nodes may reach without verified TLS, or over plain HTTP.',
    list(named('place')),
    { absent: 'none' },
  ),
  blockedRegistries: key('Registries whose images nodes refuse. Excludes allowedRegistries.', images, {
    absent: 'none',
  }),
  allowedRegistries: key(
    'The only registries whose images nodes take: also those that the cluster itself needs must be here. Excludes blockedRegistries.',
    images,
    { absent: 'all are allowed' },
  ),
  containerRuntimeSearchRegistries: key(
    'Registries that short names are looked for in, in this order. A change reboots the nodes.',
    list(named('search')),
    { absent: 'the list of the template' },
  ),
});

const imageSpec = table({
  registrySources: key('Which registries nodes use, and how.', registrySources),
  allowedRegistriesForImport: key(
    'Registries that users may import images from.',
    list(
      table(
        {
          domainName: key('A host with its port; `*` and `?` are wildcards. No path.', text),
          insecure: key('Whether port 80 is meant where no port is written.', boolean, { absent: 'false' }),
        },
        'domainName',
      ),
    ),
    { absent: 'everything may be imported' },
  ),
  externalRegistryHostnames: key(
    'Names under which the registry of the cluster is reached from outside.',
    list(text),
  ),
  additionalTrustedCA: key(
    'The ConfigMap in openshift-config with the certificates of registries, by host (`host..port`).',
    table({ name: key('Name of the ConfigMap.', text) }),
  ),
  imageStreamImportMode: key(
    'How image streams import lists of manifests.',
    choice('Legacy', 'PreserveOriginal'),
  ),
});

function mirrorRules(policyKey: 'mirrorSourcePolicy' | 'sourcePolicy' | undefined): Shape {
  const policy = key(
    'What happens when no mirror has the image.',
    choice('AllowContactingSource', 'NeverContactSource'),
    { absent: 'AllowContactingSource' },
  );
  return list(
    table(
      {
        source: key('What images are called by: a registry, namespace or repository.', named('image')),
        mirrors: key(
          'Where they are also kept, tried in this order before the source.',
          list(named('place')),
        ),
        ...(policyKey && { [policyKey]: policy }),
      },
      'source',
    ),
  );
}

const ruleDocs: Readonly<Record<string, string>> = {
  repositoryDigestMirrors: 'Sources and their mirrors, for pulls by digest.',
  imageDigestMirrors: 'Sources and their mirrors, for pulls by digest.',
  imageTagMirrors: 'Sources and their mirrors, for pulls by tag.',
};

const identity = table({
  matchPolicy: key(
    'Which name a signature must be for.',
    choice('MatchRepoDigestOrExact', 'MatchRepository', 'ExactRepository', 'RemapIdentity'),
    { absent: 'MatchRepoDigestOrExact' },
  ),
  exactRepository: key(
    'For ExactRepository.',
    table({ repository: key('The one repository.', named('image')) }),
  ),
  remapIdentity: key(
    'For RemapIdentity.',
    table({
      prefix: key('Prefix of the image name, replaced by signedPrefix.', named('image')),
      signedPrefix: key('Prefix of the name in the signature.', named('place')),
    }),
  ),
});

const rootOfTrust = table({
  policyType: key('What is trusted.', choice('PublicKey', 'FulcioCAWithRekor', 'PKI')),
  publicKey: key(
    'For PublicKey.',
    table({
      keyData: key('The public key in PEM form, base64.', text),
      rekorKeyData: key('The public key of the Rekor log, base64.', text),
    }),
  ),
  fulcioCAWithRekor: key(
    'For FulcioCAWithRekor.',
    table({
      fulcioCAData: key('Certificates of the Fulcio authority, base64.', text),
      rekorKeyData: key('The public key of the Rekor log, base64.', text),
      fulcioSubject: key(
        'Who signed.',
        table({
          oidcIssuer: key('The issuer that vouched for the signer.', text),
          signedEmail: key('The e-mail address of the signer.', text),
        }),
      ),
    }),
  ),
  pki: key(
    'For PKI.',
    table({
      caRootsData: key('Root certificates, base64.', text),
      caIntermediatesData: key('Intermediate certificates, base64.', text),
      pkiCertificateSubject: key(
        'Whom the certificate is for.',
        table({ email: key('The e-mail address.', text), hostname: key('The host name.', text) }),
      ),
    }),
  ),
});

const imagePolicySpec = table({
  scopes: key('Images the policy is about: registries, namespaces, repositories or `*.host`.', images),
  policy: key(
    'Which signatures those images need.',
    table({
      rootOfTrust: key('Whose signatures count.', rootOfTrust),
      signedIdentity: key('Which name a signature must be for.', identity),
    }),
  ),
});

const release = table({
  version: key('Version of the release.', text),
  image: key('The release image, by digest.', text),
});

const clusterVersion = {
  spec: table({
    desiredUpdate: key('The release to update to; its image must be reachable from every node.', release, {
      absent: 'the release that runs',
    }),
  }),
  status: table({
    desired: key('The release that runs, or that the cluster is updated to.', release),
    availableUpdates: key('Releases that are recommended.', list(release)),
    conditionalUpdates: key(
      'Releases that are recommended to some clusters.',
      list(table({ release: key('The release.', release) })),
    ),
  }),
};

type Resource = readonly [group: string, spec: TableShape, status?: TableShape];

const specs: Readonly<Record<string, Resource>> = {
  Image: ['config.openshift.io/v1', imageSpec],
  ImageContentSourcePolicy: ['operator.openshift.io/v1alpha1', ruleSpec('ImageContentSourcePolicy')],
  ImageDigestMirrorSet: ['config.openshift.io/v1', ruleSpec('ImageDigestMirrorSet')],
  ImageTagMirrorSet: ['config.openshift.io/v1', ruleSpec('ImageTagMirrorSet')],
  ClusterImagePolicy: ['config.openshift.io/v1', imagePolicySpec],
  ImagePolicy: ['config.openshift.io/v1', imagePolicySpec],
  ClusterVersion: ['config.openshift.io/v1', clusterVersion.spec, clusterVersion.status],
};

function ruleSpec(kind: keyof typeof ruleLists): TableShape {
  const name = ruleLists[kind];
  const policy = kind === 'ImageContentSourcePolicy' ? undefined : 'mirrorSourcePolicy';
  return table({ [name]: key(ruleDocs[name]!, mirrorRules(policy)) });
}

const kinds: KeyInfo = key('What the resource is.', choice(...Object.keys(specs)));
const groups = [...new Set(Object.values(specs).map(([group]) => group))];

const common = table(
  {
    apiVersion: key('Group and version of the kind.', choice(...groups)),
    kind: kinds,
    metadata: key('Name and labels.', metadata),
  },
  'kind',
);

function resource([group, spec, status]: Resource): TableShape {
  return table(
    {
      apiVersion: key('Group and version of the kind.', choice(group)),
      kind: kinds,
      metadata: key('Name and labels.', metadata),
      spec: key('What is wanted.', spec),
      ...(status && { status: key('What the cluster reports; nobody writes it.', status) }),
    },
    'kind',
  );
}

/** The keys of install-config.yaml that are about registries. */
export const installConfig: TableShape = table({
  imageContentSources: key(
    'Sources and their mirrors, for pulls by digest; the installer makes an ImageContentSourcePolicy of them.',
    mirrorRules(undefined),
  ),
  imageDigestSources: key(
    'Sources and their mirrors, for pulls by digest; the installer makes an ImageDigestMirrorSet of them.',
    mirrorRules('sourcePolicy'),
  ),
  additionalTrustBundle: key('Certificates that nodes trust, in PEM form.', text),
});

const cases: ReadonlyMap<string, TableShape> = new Map(
  Object.entries(specs).map(([kind, spec]) => [kind, resource(spec)]),
);

/** Resources by `apiVersion/kind`. */
export const resourceKinds: ReadonlyMap<string, TableShape> = new Map(
  Object.entries(specs).map(([kind, [group]]) => [`${group}/${kind}`, cases.get(kind)!]),
);

const single: VariantShape = { kind: 'variant', tag: 'kind', cases, common };

/** A document of a stream: one resource, a list of them, or an install-config.yaml, which has no kind. */
export const openShift: VariantShape = {
  ...single,
  cases: new Map([
    ...cases,
    ...['List', ...[...cases.keys()].map((kind) => `${kind}List`)].map((kind): [string, TableShape] => [
      kind,
      table({ items: key('The resources.', list(single)) }, 'kind'),
    ]),
  ]),
  common: { ...common, keys: new Map([...common.keys, ...installConfig.keys]) },
};
