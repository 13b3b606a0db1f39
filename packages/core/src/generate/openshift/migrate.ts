import type { Parsed } from '../../dialects/document.ts';
import { ruleLists } from '../../dialects/openshift/mirror-set.ts';
import type { MirrorSet, MirrorSetKind, OpenShiftModel } from '../../dialects/openshift/model.ts';
import type { Loss } from '../../model/node-file.ts';
import { type Release, traitsOf } from '../../runtimes/openshift/releases.ts';
import { documentText } from './document-text.ts';
import { migrateText } from './migrate-text.ts';
import type { GeneratedResources, ResourceFile } from './resources.ts';
import { metadataOf, mirrorSetYaml } from './yaml.ts';

export interface MigrateOptions {
  readonly release: Release;
  /** Also make a set for tags of every set for digests, so that pulls by tag use the same mirrors. */
  readonly tags: boolean;
}

/**
 * The mirror sets of files as the kinds that a release reads: content source policies become digest mirror sets as
 * `oc adm migrate icsp` makes them, and back before 4.13. Names, labels, annotations and, where a resource is a document
 * of its own, comments are kept; what only the server may say is left out. Sets of the right kind are not repeated.
 */
export function migrateMirrorSets(
  documents: readonly Parsed<OpenShiftModel>[],
  options: MigrateOptions,
): GeneratedResources {
  const losses: Loss[] = [];
  const notes: string[] = [];
  const files: ResourceFile[] = [];
  const taken = new Set<string>();
  for (const document of documents) {
    for (const set of document.model.resources) {
      if (!('rules' in set)) continue;
      if (set.installKey !== undefined) {
        notes.push(`${document.path}: ${set.installKey} stays; rename the key, the installer makes the set`);
        continue;
      }
      for (const kind of wantedKinds(set, options, losses)) {
        const name = unique(fileName(kind, set), taken);
        files.push({ name, content: textAs(kind, set, document) });
      }
    }
  }
  if (files.length === 0 && losses.length === 0)
    notes.push('Nothing to migrate: the release reads the mirror sets as they are.');
  return { files, losses, notes };
}

/** What a set becomes: nothing where it can stay as it is. */
function wantedKinds(
  set: MirrorSet,
  { release, tags }: MigrateOptions,
  losses: Loss[],
): readonly MirrorSetKind[] {
  const forDigests = set.kind !== 'ImageTagMirrorSet';
  if (traitsOf(release).mirrorSets)
    return [
      ...(set.kind === 'ImageContentSourcePolicy' ? ['ImageDigestMirrorSet' as const] : []),
      ...(tags && forDigests ? ['ImageTagMirrorSet' as const] : []),
    ];
  const field = `${set.kind} ${set.name?.value ?? ''}`.trim();
  const lose = (reason: string): void => {
    losses.push({ field, dialect: 'openshift', reason });
  };
  if (!forDigests || tags) lose('before 4.13 mirrors are used for digests only');
  if (set.rules.some(({ policy }) => policy?.value === 'NeverContactSource'))
    lose('before 4.13 a source cannot be kept from being asked');
  return set.kind === 'ImageDigestMirrorSet' ? ['ImageContentSourcePolicy'] : [];
}

function textAs(kind: MirrorSetKind, set: MirrorSet, document: Parsed<OpenShiftModel>): string {
  const own = documentText(document.tree, set.node);
  const edited = own === undefined ? undefined : migrateText(own, kind, ruleLists[set.kind]);
  if (edited !== undefined) return edited;
  const rules = set.rules.map(({ source, mirrors, policy }) => ({
    source: source.value,
    mirrors: mirrors.map(({ value }) => value),
    never: policy?.value === 'NeverContactSource',
  }));
  return mirrorSetYaml(kind, rules, metadataOf(set.node));
}

/** As `oc adm migrate icsp` calls it, without the random digits. */
function fileName(kind: MirrorSetKind, { name }: MirrorSet): string {
  const safe = (name?.value ?? 'unnamed').replace(/[^A-Za-z0-9.-]/g, '_').replace(/^\.+/, '_');
  return `${kind.toLowerCase()}_${safe.slice(0, 200)}`;
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}_${count}`;
  taken.add(free);
  return `${free}.yaml`;
}
