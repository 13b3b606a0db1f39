import type { Located } from '../../model/provenance.ts';
import { type Entry, entryOf, type TableNode, type ValueNode } from '../../syntax/tree.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { SourceText } from '../../text/source.ts';
import type { Parsed } from '../document.ts';
import type {
  ClusterVersion,
  ImageConfig,
  ImagePolicy,
  MirrorRule,
  MirrorSet,
  MirrorSetKind,
  OpenShiftModel,
  Resource,
  ResourceList,
} from './model.ts';

/** The list of rules of each kind of mirror set. */
const ruleLists: Readonly<Record<MirrorSetKind, string>> = {
  ImageContentSourcePolicy: 'repositoryDigestMirrors',
  ImageDigestMirrorSet: 'imageDigestMirrors',
  ImageTagMirrorSet: 'imageTagMirrors',
};

const groups = /^(?:config|operator)\.openshift\.io\//;

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

/** Whether a file holds a resource that is read here: by its group and kind, never by its name. */
export function isOpenShift(text: string): boolean {
  return (
    /["']?apiVersion["']?\s*:\s*["']?(?:config|operator)\.openshift\.io\//.test(text) && kinds.test(text)
  );
}

const kinds =
  /["']?kind["']?\s*:\s*["']?(?:Image|ImageContentSourcePolicy|ImageDigestMirrorSet|ImageTagMirrorSet|ClusterImagePolicy|ImagePolicy|ClusterVersion)\b/;

function* resourcesIn(node: ValueNode): Iterable<Resource> {
  if (node.kind !== 'table') return;
  const kind = textAt(node, 'kind')?.value ?? '';
  if (kind === 'List' || kind.endsWith('List')) {
    const items = entryOf(node, 'items')?.value;
    if (items?.kind === 'array') for (const item of items.items) yield* resourcesIn(item);
    return;
  }
  const apiVersion = textAt(node, 'apiVersion')?.value ?? '';
  if (!groups.test(apiVersion)) return;
  if (kind === 'Image') yield imageConfig(node, apiVersion);
  else if (kind === 'ClusterVersion') yield clusterVersion(node, apiVersion);
  else if (Object.hasOwn(ruleLists, kind)) yield mirrorSet(node, apiVersion, kind as MirrorSetKind);
  else if (kind === 'ClusterImagePolicy' || kind === 'ImagePolicy') yield imagePolicy(node, apiVersion, kind);
}

function common(
  node: TableNode,
  apiVersion: string,
): Pick<Resource, 'apiVersion' | 'node' | 'name' | 'namespace'> {
  const metadata = tableAt(node, 'metadata');
  const name = textAt(metadata, 'name');
  const namespace = textAt(metadata, 'namespace');
  return {
    apiVersion,
    node,
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
}

function imageConfig(node: TableNode, apiVersion: string): ImageConfig {
  const spec = tableAt(node, 'spec');
  const sources = tableAt(spec, 'registrySources');
  const imports = spec === undefined ? undefined : entryOf(spec, 'allowedRegistriesForImport')?.value;
  const importDomains = (imports?.kind === 'array' ? imports.items : []).flatMap((item) =>
    item.kind === 'table' ? (textAt(item, 'domainName') ?? []) : [],
  );
  const lists = {
    insecure: listAt(sources, 'insecureRegistries'),
    blocked: listAt(sources, 'blockedRegistries'),
    allowed: listAt(sources, 'allowedRegistries'),
    search: listAt(sources, 'containerRuntimeSearchRegistries'),
  };
  const present = Object.entries(lists).filter(([, list]) => list !== undefined);
  return { ...common(node, apiVersion), kind: 'Image', importDomains, ...Object.fromEntries(present) };
}

function clusterVersion(node: TableNode, apiVersion: string): ClusterVersion {
  const desired = tableAt(tableAt(node, 'status'), 'desired');
  const desiredImage = textAt(desired, 'image');
  const desiredVersion = textAt(desired, 'version');
  return {
    ...common(node, apiVersion),
    kind: 'ClusterVersion',
    ...(desiredImage !== undefined && { desiredImage }),
    ...(desiredVersion !== undefined && { desiredVersion }),
  };
}

function mirrorSet(node: TableNode, apiVersion: string, kind: MirrorSetKind): MirrorSet {
  const list = entryOf(tableAt(node, 'spec'), ruleLists[kind])?.value;
  const items = list?.kind === 'array' ? list.items : [];
  const rules = items.flatMap((item): MirrorRule[] => {
    if (item.kind !== 'table') return [];
    const policy = textAt(item, 'mirrorSourcePolicy');
    return [
      {
        source: textAt(item, 'source') ?? { value: '', span: item.span },
        mirrors: listAt(item, 'mirrors')?.items ?? [],
        span: item.span,
        ...(policy !== undefined && { policy }),
      },
    ];
  });
  return { ...common(node, apiVersion), kind, rules };
}

function imagePolicy(node: TableNode, apiVersion: string, kind: ImagePolicy['kind']): ImagePolicy {
  const spec = tableAt(node, 'spec');
  const policy = tableAt(spec, 'policy');
  const root = tableAt(policy, 'rootOfTrust');
  const [key, fulcio, pki] = ['publicKey', 'fulcioCAWithRekor', 'pki'].map((name) => tableAt(root, name));
  const identity = tableAt(policy, 'signedIdentity');
  const subject = tableAt(pki, 'pkiCertificateSubject');
  return {
    ...common(node, apiVersion),
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

type Present<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that have no value. */
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}

function tableAt(node: TableNode | undefined, key: string): TableNode | undefined {
  const value = node === undefined ? undefined : entryOf(node, key)?.value;
  return value?.kind === 'table' ? value : undefined;
}

function valueAt(node: TableNode | undefined, key: string): string | undefined {
  return textAt(node, key)?.value;
}

function textAt(node: TableNode | undefined, key: string): Located<string> | undefined {
  const entry = node === undefined ? undefined : entryOf(node, key);
  return entry === undefined ? undefined : textOf(entry.value, entry);
}

/** Scalars that the API server would refuse for not being strings are taken by their text. */
function textOf(node: ValueNode, entry?: Entry): Located<string> | undefined {
  if (node.kind !== 'scalar' || node.type === 'null') return undefined;
  return { value: String(node.value), span: node.span, ...(entry && { keySpan: entry.keySpan }) };
}

function listAt(node: TableNode | undefined, key: string): ResourceList | undefined {
  const entry = node === undefined ? undefined : entryOf(node, key);
  if (entry?.value.kind !== 'array') return undefined;
  const items = entry.value.items.flatMap((item) => textOf(item) ?? []);
  return { items, span: entry.value.span, keySpan: entry.keySpan };
}
