import type { Parsed } from '../../dialects/document.ts';
import type { Loss } from '../../model/node-file.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { caPath, coverage, mirrorLocation } from '../../policy/resolve.ts';
import { type Release, traitsOf } from '../../runtimes/openshift/releases.ts';
import { type IntendedMirror, type IntendedRegistry, type Intent, intentOf } from '../intent.ts';
import { type ImageLists, imageYaml, type MirrorEntry, mirrorSetYaml } from './yaml.ts';

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

/** Makes the resources that say what a mirror policy says, for a release of OpenShift. Pure. */
export function generateResources(policy: Parsed<MirrorPolicy>, release: Release): GeneratedResources {
  const intent = intentOf(policy.model);
  const losses: Loss[] = [];
  const lose = (field: string, reason: string): void => {
    losses.push({ field, dialect: 'openshift', reason });
  };
  for (const { field, by, name } of intent.repeated) lose(field, `${name} is said by ${by} already`);
  loseNames(intent, lose);
  const authorities = authoritiesOf(policy.model);
  const lists = listsOf(intent, lose);
  const files = [
    ...imageFile(lists, authorities.length > 0 ? caConfigMap : undefined),
    ...mirrorFiles(intent, release, lose),
  ];
  return { files, losses, notes: notesOf(authorities) };
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

interface FieldEntry extends MirrorEntry {
  readonly field: string;
}

/** Sources that have mirrors for one kind of pull. A source that is never asked for it has to say so in both kinds. */
function entriesFor(kind: 'digest' | 'tag', registries: readonly IntendedRegistry[]): readonly FieldEntry[] {
  return registries.flatMap((registry) => {
    const mirrors = endpointsOf(registry)
      .filter(({ pull }) => pull === 'all' || pull === kind)
      .map(({ location }) => location);
    if (mirrors.length === 0) return [];
    return [
      {
        field: registry.field,
        source: registry.name,
        mirrors: [...new Set(mirrors)],
        never: registry.blocked || isRedirected(registry),
      },
    ];
  });
}

/** The mirrors; a registry that is redirected is asked at its other location, as the last of them. */
function endpointsOf(registry: IntendedRegistry): readonly IntendedMirror[] {
  const { mirrors, field, location, insecure } = registry;
  if (!isRedirected(registry) || registry.blocked) return mirrors;
  return [...mirrors, { field, location, pull: 'all', insecure }];
}

function isRedirected({ name, location }: IntendedRegistry): boolean {
  return location !== '' && location !== name;
}

interface Authority {
  readonly host: string;
  readonly path: string;
}

/** Which file vouches for which mirror. */
function authoritiesOf(model: MirrorPolicy): readonly Authority[] {
  const found = model.upstreams.flatMap((upstream) =>
    upstream.mirrors.flatMap((mirror): Authority[] => {
      const path = mirror.ca === undefined ? undefined : caPath(model, mirror.ca.value);
      const host = mirrorLocation(upstream, mirror)?.split('/', 1)[0];
      return path === undefined || host === undefined ? [] : [{ host, path }];
    }),
  );
  return [...new Map(found.map((each) => [each.host, each])).values()];
}

function notesOf(authorities: readonly Authority[]): readonly string[] {
  if (authorities.length === 0) return [];
  // a key cannot hold a colon: the port follows two dots
  const keys = authorities.map(({ host, path }) => `--from-file=${host.replace(':', '..')}=${path}`);
  return [
    `Make the config map of certificates first: oc create configmap ${caConfigMap} -n openshift-config ${keys.join(' ')}`,
  ];
}
