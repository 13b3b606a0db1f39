import type { Parsed } from '../dialects/document.ts';
import type {
  ClusterVersion,
  ImageConfig,
  ImagePolicy,
  MirrorRule,
  MirrorSet,
  OpenShiftModel,
  Resource,
  ResourceList,
} from '../dialects/openshift/model.ts';
import type { Located, Origin } from '../model/provenance.ts';
import { parseCanonical, repositoryName } from '../model/reference.ts';
import { lastRelease, parseRelease, type Release } from '../runtimes/openshift/releases.ts';
import { type Rendered, renderNodeFiles } from '../runtimes/openshift/render.ts';
import { isSource, lengthsOf, outerScopes } from '../runtimes/openshift/scopes.ts';
import type { NodeView } from '../snapshot/node.ts';
import { addItem, removeItem } from '../syntax/edit/index.ts';
import { type ArrayNode, entryOf, type TableNode, type ValueNode } from '../syntax/tree.ts';
import type { TextEdit } from '../text/edit.ts';
import { contains, type Span } from '../text/span.ts';
import type { Fix, RuleFinding, RuleMeta } from './rule.ts';

/* What the rules of the family openshift share. */

type OpenShiftDocument = Parsed<OpenShiftModel>;

/** A resource with the file it stands in. */
export type Placed<T extends Resource> = T & { readonly document: OpenShiftDocument };

/** All resources of the files, as those of one cluster. */
export interface Cluster {
  /** The release judged for: the target's, else the one that the ClusterVersion names, else the newest. */
  readonly release: Release;
  readonly image?: Placed<ImageConfig>;
  readonly sets: readonly Placed<MirrorSet>[];
  readonly policies: readonly Placed<ImagePolicy>[];
  readonly version?: Placed<ClusterVersion>;
  readonly all: readonly Placed<Resource>[];
}

export type ListName = 'insecure' | 'blocked' | 'allowed' | 'search';

/** What the lists are called in the resource. */
export const listKeys: Readonly<Record<ListName, string>> = {
  insecure: 'insecureRegistries',
  blocked: 'blockedRegistries',
  allowed: 'allowedRegistries',
  search: 'containerRuntimeSearchRegistries',
};

const clusters = new WeakMap<NodeView, Cluster>();

/** The cluster of a node's documents; made once. */
export function clusterOf(node: NodeView): Cluster {
  let cluster = clusters.get(node);
  if (cluster === undefined) {
    cluster = collect(node);
    clusters.set(node, cluster);
  }
  return cluster;
}

function collect({ documents, target }: NodeView): Cluster {
  const all = documents
    .filter((document): document is OpenShiftDocument => document.dialect === 'openshift')
    .flatMap((document) => document.model.resources.map((resource) => ({ ...resource, document })));
  const image = all.find((each) => each.kind === 'Image');
  const version = all.find((each) => each.kind === 'ClusterVersion');
  return {
    all,
    release: target.openshift ?? parseRelease(version?.desiredVersion?.value ?? '') ?? lastRelease,
    sets: all.filter((each) => 'rules' in each),
    policies: all.filter((each) => 'root' in each),
    ...(image !== undefined && { image }),
    ...(version !== undefined && { version }),
  };
}

/** The resources of one kind. */
export function ofKind<K extends Resource['kind']>(
  { all }: Cluster,
  kind: K,
): readonly Placed<Extract<Resource, { readonly kind: K }>>[] {
  const isKind = (each: Placed<Resource>): each is Placed<Extract<Resource, { readonly kind: K }>> =>
    each.kind === kind;
  return all.filter(isKind);
}

const renderings = new WeakMap<Cluster, Rendered>();

/** What the operator of the release makes of the cluster; rendered once. */
export function renderedOf(cluster: Cluster): Rendered {
  let rendered = renderings.get(cluster);
  if (rendered === undefined) {
    rendered = renderNodeFiles(cluster.all, { release: cluster.release });
    renderings.set(cluster, rendered);
  }
  return rendered;
}

type Given = Pick<RuleMeta, 'code' | 'name' | 'severity' | 'summary'> & Partial<RuleMeta>;

/** Metadata of a rule about OpenShift resources; what is given wins. */
export function openshiftMeta(given: Given): RuleMeta {
  return {
    family: 'openshift',
    appliesTo: ['openshift'],
    scope: 'node',
    since: '0.1.0',
    covers: [],
    cites: [
      'https://github.com/openshift/machine-config-operator/tree/main/pkg/controller/container-runtime-config',
      'https://github.com/openshift/api/blob/master/config/v1/types_image.go',
    ],
    ...given,
  };
}

/** Every entry of the lists of the image configuration. */
export function entriesOf(
  { image }: Cluster,
  ...lists: readonly ListName[]
): readonly { readonly list: ListName; readonly entry: Located<string>; readonly index: number }[] {
  if (image === undefined) return [];
  return lists.flatMap((list) => (image[list]?.items ?? []).map((entry, index) => ({ list, entry, index })));
}

/** Every mirror rule, with the set it stands in. */
export function rulesOf({ sets }: Cluster): readonly {
  readonly set: Placed<MirrorSet>;
  readonly rule: MirrorRule;
}[] {
  return sets.flatMap((set) => set.rules.map((rule) => ({ set, rule })));
}

/** The scope of the list that a place lies in, the nearest one; undefined where it lies in none. */
export function scopeFinder(scopes: Iterable<string>): (place: string) => string | undefined {
  const known = new Set(scopes);
  const lengths = lengthsOf(known);
  return (place) => outerScopes(place, lengths).find((outer) => known.has(outer));
}

/** The same without the place itself. */
export function outerFinder(scopes: Iterable<string>): (place: string) => string | undefined {
  const known = new Set(scopes);
  const lengths = lengthsOf(known);
  return (place) => outerScopes(place, lengths).find((outer) => outer !== place && known.has(outer));
}

/** Whether a list lets a place in: an entry is it, or is around it. */
export function coveredBy(list: ResourceList | undefined): (place: string) => boolean {
  const find = scopeFinder(list?.items.map(({ value }) => value) ?? []);
  return (place) => find(place) !== undefined;
}

const reaches = new WeakMap<ResourceList, ReadonlySet<string>>();

/** Whether a list has entries below a place: those let some of its images in. */
export function reachedInto(list: ResourceList | undefined): (place: string) => boolean {
  if (list === undefined) return () => false;
  let around = reaches.get(list);
  if (around === undefined) {
    around = new Set(list.items.flatMap(({ value }) => pathsAbove(value)));
    reaches.set(list, around);
  }
  return (place) => around.has(place);
}

function pathsAbove(place: string): readonly string[] {
  const found: string[] = [];
  for (let slash = place.indexOf('/'); slash !== -1; slash = place.indexOf('/', slash + 1))
    found.push(place.slice(0, slash));
  return found;
}

/** The repository of the release image, where the files tell it. */
export function payloadRepository({ version }: Cluster): string | undefined {
  const parsed = version?.desiredImage === undefined ? undefined : parseCanonical(version.desiredImage.value);
  return parsed?.ok === true ? repositoryName(parsed.value) : undefined;
}

/** A finding at a place of a resource. */
export function at(
  { document }: Placed<Resource>,
  { span }: Pick<Located<unknown>, 'span'>,
  text: Omit<RuleFinding, 'path' | 'span'>,
): RuleFinding {
  return { path: document.path, span, ...text };
}

/** The place of a list's key in its resource. */
export function keyOf({ document }: Placed<Resource>, list: ResourceList): Origin {
  return { path: document.path, span: list.keySpan };
}

/** Adds an entry to a list that is there; none that would be wrong there. */
export function addFix(
  image: Placed<ImageConfig>,
  list: ListName,
  value: string,
  safety: Fix['safety'],
): readonly Fix[] {
  const node = listNode(image.node, list);
  if (node?.kind !== 'array' || !isSource(value)) return [];
  const edits = addItem(image.document.tree, node, value);
  return fixOf(image.document, `Add ${value} to ${listKeys[list]}`, safety, edits);
}

/** Takes an entry out of a list. */
export function removeFix(image: Placed<ImageConfig>, list: ListName, index: number): readonly Fix[] {
  const node = listNode(image.node, list);
  if (node?.kind !== 'array' || node.items.length === 1) return [];
  const { value } = image[list]!.items[index]!;
  const edits = removeItem(image.document.tree, node, index);
  return fixOf(image.document, `Remove ${value} from ${listKeys[list]}`, 'review', edits);
}

/** Takes an entry out of the list of its resource that it stands in, unless it is the only one. */
export function removeItemFix(
  { node, document }: Placed<Resource>,
  { span }: Located<string>,
  title: string,
  safety: Fix['safety'],
): readonly Fix[] {
  let inner: ValueNode | undefined = node;
  while (inner?.kind === 'table' || inner?.kind === 'array') {
    const index = indexAt(inner, span);
    const next: ValueNode | undefined =
      inner.kind === 'array' ? inner.items[index] : inner.entries[index]?.value;
    if (inner.kind === 'array' && next?.kind === 'scalar')
      return inner.items.length === 1
        ? []
        : fixOf(document, title, safety, removeItem(document.tree, inner, index));
    inner = next;
  }
  return [];
}

/** Which value of a collection a place lies in; they stand in order. */
function indexAt(node: TableNode | ArrayNode, place: Span): number {
  const spanAt = (index: number): Span =>
    node.kind === 'array' ? node.items[index]!.span : node.entries[index]!.value.span;
  let [low, high] = [0, (node.kind === 'array' ? node.items.length : node.entries.length) - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spanAt(middle).end < place.end) low = middle + 1;
    else high = middle;
  }
  return high >= 0 && contains(spanAt(low), place) ? low : -1;
}

/** Writes another text in place of an entry. */
export function replaceFix(
  { document }: Placed<Resource>,
  { span, value }: Located<string>,
  text: string,
  safety: Fix['safety'],
): readonly Fix[] {
  const written = document.source.text.slice(span.start, span.end);
  const start = written.indexOf(value);
  if (start === -1 || text === '') return [];
  const from = span.start + start;
  return fixOf(document, `Write ${text}`, safety, [
    { span: { start: from, end: from + value.length }, newText: text },
  ]);
}

function listNode(image: TableNode, list: ListName): ValueNode | undefined {
  const [spec, sources] = [entryOf(image, 'spec')?.value, 'registrySources'];
  const table = spec?.kind === 'table' ? entryOf(spec, sources)?.value : undefined;
  return table?.kind === 'table' ? entryOf(table, listKeys[list])?.value : undefined;
}

function fixOf(
  { path }: OpenShiftDocument,
  title: string,
  safety: Fix['safety'],
  edits: readonly TextEdit[],
): readonly Fix[] {
  return edits.length === 0 ? [] : [{ title, safety, edits: edits.map((edit) => ({ ...edit, path })) }];
}
