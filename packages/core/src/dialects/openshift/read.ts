import { entryOf, type TableNode, type ValueNode } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { SourceText } from '../../text/source.ts';
import type { Parsed } from '../document.ts';
import { imagesOf } from './images-used.ts';
import { installConfig } from './install-config.ts';
import { isMirrorSet, mirrorSet } from './mirror-set.ts';
import type {
  ClusterVersion,
  ConfigMap,
  ConfigMapEntry,
  ImageConfig,
  ImagePolicy,
  MachineConfig,
  OpenShiftModel,
  PullSecret,
  Resource,
} from './model.ts';
import { hostsOfSecret } from './pull-secret.ts';
import { listAt, present, tableAt, tablesAt, textAt, textOf, valueAt } from './values.ts';

/**
 * Reads the resources of a YAML stream or JSON document, `kind: List` included. Documents of other kinds are passed over:
 * files of a cluster hold many.
 */
export function readOpenShift(path: string, source: SourceText): Parsed<OpenShiftModel> {
  const tree = parseYaml(source);
  const resources = tree.documents.flatMap((document) => [...resourcesIn(document)]);
  return { path, dialect: 'openshift', source, tree, model: { resources } };
}

/** The same where only the resources are of interest. */
export function readResources(source: SourceText): readonly Resource[] {
  return readOpenShift('', source).model.resources;
}

/** What a list holds is no list: those do not nest. */
function* resourcesIn(node: ValueNode): Iterable<Resource> {
  if (node.kind !== 'table') return;
  const kind = valueAt(node, 'kind') ?? '';
  if (kind.endsWith('List')) {
    const items = entryOf(node, 'items')?.value;
    const given = { kind: kind.slice(0, -'List'.length), apiVersion: valueAt(node, 'apiVersion') ?? '' };
    if (items?.kind === 'array') for (const item of items.items) yield* itemOf(item, given);
    return;
  }
  yield* itemOf(node, { kind: '', apiVersion: '' });
}

/** Items of a typed list may leave out what the list says for all of them. */
function* itemOf(
  node: ValueNode,
  given: { readonly kind: string; readonly apiVersion: string },
): Iterable<Resource> {
  if (node.kind !== 'table') return;
  const kind = valueAt(node, 'kind') ?? given.kind;
  const apiVersion = valueAt(node, 'apiVersion') ?? given.apiVersion;
  const metadata = tableAt(node, 'metadata');
  const common = present({
    apiVersion,
    node,
    name: textAt(metadata, 'name'),
    namespace: textAt(metadata, 'namespace'),
  });
  if (kind === '' && entryOf(node, 'baseDomain') !== undefined) yield* installConfig(node, common);
  else if (/^(?:config|operator)\.openshift\.io\//.test(apiVersion)) yield* clusterResource(kind, common);
  else if (kind === 'MachineConfig' && apiVersion.startsWith('machineconfiguration.openshift.io/'))
    yield machineConfig(common);
  else if (kind === 'ConfigMap' && apiVersion === 'v1') yield configMap(common);
  else if (kind === 'Secret' && apiVersion === 'v1') yield* pullSecret(common);
  else {
    const images = imagesOf(node, kind, apiVersion);
    if (images !== undefined) yield { ...common, kind: 'ImageUser', userKind: kind, images };
  }
}

type Common = Pick<Resource, 'apiVersion' | 'node' | 'name' | 'namespace'>;

function* clusterResource(kind: string, common: Common): Iterable<Resource> {
  if (kind === 'Image') yield imageConfig(common);
  else if (kind === 'ClusterVersion') yield clusterVersion(common);
  else if (isMirrorSet(kind)) yield mirrorSet(common, kind);
  else if (kind === 'ClusterImagePolicy' || kind === 'ImagePolicy') yield imagePolicy(common, kind);
}

function imageConfig(common: Common): ImageConfig {
  const spec = tableAt(common.node, 'spec');
  const status = tableAt(common.node, 'status');
  const sources = tableAt(spec, 'registrySources');
  const imports = spec === undefined ? undefined : entryOf(spec, 'allowedRegistriesForImport');
  const importRules = tablesAt(spec, 'allowedRegistriesForImport').flatMap((item) => {
    const domain = textAt(item, 'domainName');
    return domain === undefined ? [] : [{ domain, insecure: valueAt(item, 'insecure') === 'true' }];
  });
  return {
    ...common,
    kind: 'Image',
    ...present({
      insecure: listAt(sources, 'insecureRegistries'),
      blocked: listAt(sources, 'blockedRegistries'),
      allowed: listAt(sources, 'allowedRegistries'),
      search: listAt(sources, 'containerRuntimeSearchRegistries'),
      imports: imports?.value.kind === 'array' ? { items: importRules, keySpan: imports.keySpan } : undefined,
      trustedCA: textAt(tableAt(spec, 'additionalTrustedCA'), 'name'),
      internalHostname: textAt(status, 'internalRegistryHostname'),
    }),
    externalHostnames: listAt(spec, 'externalRegistryHostnames')?.items ?? [],
  };
}

function clusterVersion(common: Common): ClusterVersion {
  const desired = tableAt(common.node, 'status', 'desired');
  const found = { desiredImage: textAt(desired, 'image'), desiredVersion: textAt(desired, 'version') };
  const status = tableAt(common.node, 'status');
  const releases = [
    tableAt(common.node, 'spec', 'desiredUpdate'),
    ...tablesAt(status, 'availableUpdates'),
    ...tablesAt(status, 'conditionalUpdates').map((update) => tableAt(update, 'release')),
  ];
  const updates = releases.flatMap((release) => textAt(release, 'image') ?? []);
  return { ...common, kind: 'ClusterVersion', updates, ...present(found) };
}

function imagePolicy(common: Common, kind: ImagePolicy['kind']): ImagePolicy {
  const spec = tableAt(common.node, 'spec');
  const policy = tableAt(spec, 'policy');
  const root = tableAt(policy, 'rootOfTrust');
  const [key, fulcio, pki] = ['publicKey', 'fulcioCAWithRekor', 'pki'].map((name) => tableAt(root, name));
  const identity = tableAt(policy, 'signedIdentity');
  const subject = tableAt(pki, 'pkiCertificateSubject');
  return {
    ...common,
    kind,
    scopes: listAt(spec, 'scopes')?.items ?? [],
    root: present({
      policyType: valueAt(root, 'policyType') ?? '',
      keyData: valueAt(key, 'keyData'),
      rekorKeyData: valueAt(key, 'rekorKeyData') ?? valueAt(fulcio, 'rekorKeyData'),
      fulcioCAData: valueAt(fulcio, 'fulcioCAData'),
      oidcIssuer: valueAt(tableAt(fulcio, 'fulcioSubject'), 'oidcIssuer'),
      signedEmail: valueAt(tableAt(fulcio, 'fulcioSubject'), 'signedEmail'),
      caRootsData: valueAt(pki, 'caRootsData'),
      caIntermediatesData: valueAt(pki, 'caIntermediatesData'),
      subjectEmail: valueAt(subject, 'email'),
      subjectHostname: valueAt(subject, 'hostname'),
    }),
    identity: present({
      matchPolicy: valueAt(identity, 'matchPolicy') ?? 'MatchRepoDigestOrExact',
      repository: valueAt(tableAt(identity, 'exactRepository'), 'repository'),
      prefix: valueAt(tableAt(identity, 'remapIdentity'), 'prefix'),
      signedPrefix: valueAt(tableAt(identity, 'remapIdentity'), 'signedPrefix'),
    }),
  };
}

function configMap(common: Common): ConfigMap {
  const entriesOf = (part: 'data' | 'binaryData'): readonly ConfigMapEntry[] =>
    (tableAt(common.node, part)?.entries ?? []).flatMap(({ key, keySpan, value }) => {
      const text = textOf(value);
      if (text === undefined) return [];
      return [{ key: { value: key, span: keySpan }, value: text, binary: part === 'binaryData' }];
    });
  return { ...common, kind: 'ConfigMap', data: [...entriesOf('data'), ...entriesOf('binaryData')] };
}

function* pullSecret(common: Common): Iterable<PullSecret> {
  const hosts = hostsOfSecret(common.node);
  if (hosts !== undefined) yield { ...common, kind: 'Secret', hosts };
}

function machineConfig(common: Common): MachineConfig {
  const storage = tableAt(common.node, 'spec', 'config', 'storage');
  const role = valueAt(tableAt(common.node, 'metadata', 'labels'), 'machineconfiguration.openshift.io/role');
  return {
    ...common,
    kind: 'MachineConfig',
    files: tablesAt(storage, 'files').flatMap((file: TableNode) => textAt(file, 'path') ?? []),
    ...(role !== undefined && { role }),
  };
}
