import type { Parsed } from '../../dialects/document.ts';
import type { Resource } from '../../dialects/openshift/model.ts';
import type { Target } from '../../model/target.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { applied } from '../../runtimes/openshift/apply.ts';
import type { Release } from '../../runtimes/openshift/releases.ts';
import { type Rendered, renderNodeFiles } from '../../runtimes/openshift/render.ts';
import { openShiftDocuments } from '../../snapshot/cluster-node.ts';
import { type ParsedSnapshot, parseSnapshot } from '../../snapshot/parse.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Generated, GeneratedFile, GenerateOptions, GenerateProblem } from '../generated.ts';
import { madeDocument } from './made-document.ts';
import { generateResources } from './resources.ts';

/** Makes the resources of a release, and with them the files that its operator writes to the nodes. */
export function generateCluster(
  policy: Parsed<MirrorPolicy>,
  { id }: Pick<Target, 'id'>,
  release: Release,
  { cluster, ...options }: Pick<GenerateOptions, 'cluster' | 'certificates'> = {},
): Generated {
  const { files: resources, losses, notes } = generateResources(policy, release, options);
  const files = resources.map(({ name, content }): GeneratedFile => {
    return { path: name, content, mode: 0o644, change: 'new', edits: [] };
  });
  const made = files.flatMap((file) => madeDocument(file).model.resources);
  const given = cluster === undefined ? [] : resourcesOf(parsedCluster(cluster));
  const rendered = renderNodeFiles(applied([...given, ...made]), { release });
  const present = cluster === undefined ? undefined : presentFiles(cluster, release);
  return {
    target: id,
    files,
    losses,
    notes: [...notes, ...troubleBefore(rendered, present)].map((text) => ({ field: '', text })),
    problems: problemsOf(rendered, present, { id, path: policy.path }),
    rendered,
    ...(present !== undefined && { present }),
  };
}

const parsedClusters = new WeakMap<Snapshot, ParsedSnapshot>();

/** The files of a cluster, parsed once. */
export function parsedCluster(cluster: Snapshot): ParsedSnapshot {
  const known = parsedClusters.get(cluster);
  if (known !== undefined) return known;
  const parsed = parseSnapshot(cluster);
  parsedClusters.set(cluster, parsed);
  return parsed;
}

function resourcesOf(parsed: ParsedSnapshot): readonly Resource[] {
  return openShiftDocuments(parsed).flatMap(({ model }) => model.resources);
}

const presents = new WeakMap<Snapshot, Map<string, Rendered>>();

function presentFiles(cluster: Snapshot, release: Release): Rendered {
  const byRelease = presents.get(cluster) ?? new Map<string, Rendered>();
  presents.set(cluster, byRelease);
  const name = release.join('.');
  const rendered =
    byRelease.get(name) ?? renderNodeFiles(applied(resourcesOf(parsedCluster(cluster))), { release });
  byRelease.set(name, rendered);
  return rendered;
}

/** What keeps the nodes from getting anything, whatever the answers are. */
function troubleBefore({ error }: Rendered, present: Rendered | undefined): readonly string[] {
  return error === undefined || error !== present?.error
    ? []
    : [`The sync of this cluster fails already, and nodes keep what they have: ${error}`];
}

/** Resources that would not reach the nodes, or that nodes would refuse. What was so before is not their fault. */
function problemsOf(
  { error, nodeError }: Rendered,
  present: Rendered | undefined,
  { id, path }: { readonly id: string; readonly path: string },
): readonly GenerateProblem[] {
  if (error !== undefined && error !== present?.error)
    return [{ path, message: `${id}: the sync fails and the nodes keep what they have: ${error}` }];
  if (nodeError !== undefined && nodeError !== present?.nodeError)
    return [{ path, message: `${id}: the files are written, and the nodes refuse them: ${nodeError}` }];
  return [];
}
