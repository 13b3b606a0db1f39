import type { Parsed } from '../../dialects/document.ts';
import type { Loss } from '../../model/node-file.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { coverage } from '../../policy/resolve.ts';
import { type Release, traitsOf } from '../../runtimes/openshift/releases.ts';
import { type Intent, intentOf } from '../intent.ts';
import { type Certificates, type Trust, trustOf } from './authorities.ts';
import { endpointsOf, entriesFor } from './mirror-entries.ts';
import {
  configMapYaml,
  type ImageLists,
  imageYaml,
  keyOfHost,
  type MirrorEntry,
  mirrorSetYaml,
} from './yaml.ts';

/** A file with one resource, to be applied to the cluster. */
export interface ResourceFile {
  readonly name: string;
  readonly content: string;
}

export interface GeneratedResources {
  readonly files: readonly ResourceFile[];
  readonly losses: readonly Loss[];
  /** What a person has to do beside applying them. */
  readonly notes: readonly string[];
}

/** What the config map of certificate authorities is called. */
const caConfigMap = 'registry-cas';

export interface ResourceOptions {
  readonly certificates?: Certificates;
}

/** Makes the resources that say what a mirror policy says, for a release of OpenShift. Pure. */
export function generateResources(
  policy: Parsed<MirrorPolicy>,
  release: Release,
  { certificates = new Map() }: ResourceOptions = {},
): GeneratedResources {
  const intent = intentOf(policy.model);
  const losses: Loss[] = [];
  const lose = (field: string, reason: string): void => {
    losses.push({ field, dialect: 'openshift', reason });
  };
  for (const { field, by, name } of intent.repeated) lose(field, `${name} is said by ${by} already`);
  loseNames(intent, lose);
  const trust = trustOf(policy.model, certificates);
  const { lists, notes } = completed(listsOf(intent, lose), intent);
  const authorities = configMapFile(trust);
  const files = [
    ...authorities.files,
    ...imageFile(lists, trust.entries.length + trust.missing.length > 0 ? caConfigMap : undefined),
    ...mirrorFiles(intent, release, lose),
  ];
  return { files, losses, notes: [...authorities.notes, ...notes] };
}

/** What a cluster pulls by itself, and which an allow list therefore has to let in. */
const ownImages: readonly (readonly [string, string])[] = [
  ['image-registry.openshift-image-registry.svc:5000', 'images of the registry of the cluster'],
  ['quay.io/openshift-release-dev/ocp-release', 'the release'],
  ['quay.io/openshift-release-dev/ocp-v4.0-art-dev', 'the components of the release'],
];

/** An allow list with what the cluster itself needs, and the hosts of mirrors, by which catalogs and the installer call. */
function completed(
  lists: ImageLists,
  { registries }: Intent,
): { readonly lists: ImageLists; readonly notes: readonly string[] } {
  if (lists.allowed === undefined) return { lists, notes: [] };
  const isAllowed = coverage(lists.allowed);
  const hosts = registries.flatMap((registry) =>
    endpointsOf(registry).map(({ location }) => location.split('/', 1)[0]!),
  );
  const needed = [
    ...ownImages,
    ...hosts.map((host) => [host, 'images called by the name of the mirror'] as const),
  ];
  const missing = new Map(needed.filter(([name]) => isAllowed(name) === undefined));
  return {
    lists: { ...lists, allowed: [...lists.allowed, ...missing.keys()] },
    notes: [...missing].map(([name, what]) => `allowedRegistries gets ${name} as well: ${what}`),
  };
}

type Lose = (field: string, reason: string) => void;

/** Nothing of a cluster says what short names stand for. */
function loseNames(intent: Intent, lose: Lose): void {
  if (intent.aliases.size > 0) lose('aliases', 'no resource holds aliases: use full names');
  if (intent.shortNames !== undefined)
    lose('shortNames', 'the mode is a setting of CRI-O, which no resource for images has');
  if (intent.credentialHelpers !== undefined)
    lose('credentialHelpers', 'nodes of OpenShift take passwords from the pull secret of the cluster');
  if (intent.layerStoreAuthHelper !== undefined) lose('layerStoreAuthHelper', 'no resource has this setting');
}

/** The lists of the image configuration. An allow list leaves no room for a block list, and makes it needless. */
function listsOf(intent: Intent, lose: Lose): ImageLists {
  const { registries, allowed, rejected, search } = intent;
  const insecure = new Set<string>();
  for (const { name, insecure: open, mirrors } of registries) {
    if (open) insecure.add(name);
    for (const mirror of mirrors) if (mirror.insecure) insecure.add(mirror.location);
  }
  const refused = registries.filter((registry) => registry.blocked && endpointsOf(registry).length === 0);
  const fields = new Map([
    ...rejected.map((name) => [name, 'rejected'] as const),
    ...refused.map(({ name, field }) => [name, field] as const),
  ]);
  const blocked = [...new Set([...refused.map(({ name }) => name), ...rejected])];
  const isAllowed = coverage(allowed ?? []);
  if (allowed !== undefined)
    for (const name of blocked.filter((each) => isAllowed(each) !== undefined))
      lose(fields.get(name)!, `${name} lies in allowed, and only one of the two lists may be there`);
  return {
    ...(insecure.size > 0 && { insecure: [...insecure] }),
    ...(allowed === undefined ? blocked.length > 0 && { blocked } : { allowed }),
    ...(search !== undefined && search.length > 0 && { search }),
  };
}

function imageFile(lists: ImageLists, authority: string | undefined): readonly ResourceFile[] {
  if (Object.keys(lists).length === 0 && authority === undefined) return [];
  return [{ name: 'image.yaml', content: imageYaml(lists, authority) }];
}

function mirrorFiles({ registries }: Intent, release: Release, lose: Lose): readonly ResourceFile[] {
  const { mirrorSets } = traitsOf(release);
  const byDigest = entriesFor('digest', registries);
  const byTag = entriesFor('tag', registries);
  if (mirrorSets) {
    return [
      ...setFile('imagedigestmirrorset.yaml', 'ImageDigestMirrorSet', byDigest),
      ...setFile('imagetagmirrorset.yaml', 'ImageTagMirrorSet', byTag),
    ];
  }
  for (const { field } of byTag) lose(field, 'before 4.13 mirrors are used for digests only');
  for (const { field, never } of byDigest)
    if (never) lose(field, 'before 4.13 a source cannot be kept from being asked');
  return setFile('imagecontentsourcepolicy.yaml', 'ImageContentSourcePolicy', byDigest);
}

function setFile(
  name: string,
  kind: Parameters<typeof mirrorSetYaml>[0],
  entries: readonly MirrorEntry[],
): readonly ResourceFile[] {
  return entries.length === 0 ? [] : [{ name, content: mirrorSetYaml(kind, entries) }];
}

/** The config map with the authorities whose text is at hand, or the command that makes it where they are. */
function configMapFile({ entries, missing, further }: Trust): Pick<GeneratedResources, 'files' | 'notes'> {
  const notes = further.map((host) => `${host} is trusted as well: the policy names no authority of it`);
  if (missing.length === 0 && entries.length === 0) return { files: [], notes: [] };
  if (missing.length === 0)
    return { files: [{ name: 'configmap.yaml', content: configMapYaml(caConfigMap, entries) }], notes };
  const keys = [
    ...missing.map(({ host, path }) => shellWord(`--from-file=${keyOfHost(host)}=${path}`)),
    ...entries.map(({ host }) => shellWord(`--from-file=${keyOfHost(host)}=FILE`)),
  ];
  const command = `oc create configmap ${caConfigMap} -n openshift-config ${keys.join(' ')}`;
  return { files: [], notes: [...notes, `Make the config map of certificates first: ${command}`] };
}

/** A word that a shell takes as it is. */
function shellWord(text: string): string {
  return /^[\w./@:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
