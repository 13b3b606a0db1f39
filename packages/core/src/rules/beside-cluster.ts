import type { Resource } from '../dialects/openshift/model.ts';
import type { Generated, GeneratedFile } from '../generate/generated.ts';
import { parsedCluster } from '../generate/openshift/cluster.ts';
import { madeDocument } from '../generate/openshift/made-document.ts';
import { imageYaml } from '../generate/openshift/yaml.ts';
import { applied, identity } from '../runtimes/openshift/apply.ts';
import { type OpenShiftDocument, openShiftDocuments } from '../snapshot/cluster-node.ts';
import type { ParsedSnapshot } from '../snapshot/parse.ts';
import { rootUser, type Snapshot } from '../snapshot/snapshot.ts';

/* Resources that were made of a mirror policy, together with those that the cluster has. */

/** The resources as they will be in the cluster: the image configuration keeps what was made without it. */
export function resourcesAfter(
  { files }: Pick<Generated, 'files'>,
  cluster: Snapshot | undefined,
): readonly GeneratedFile[] {
  if (cluster === undefined) return files;
  const given = resourcesOf(parsedCluster(cluster)).filter(({ kind }) => kind === 'Image');
  if (given.length === 0) return files;
  return files.map((file) => {
    const made = madeDocument(file).model.resources;
    if (made[0]?.kind !== 'Image') return file;
    const image = applied([...given, ...made]).find((resource) => resource.kind === 'Image');
    return image === undefined ? file : { ...file, content: imageText(image) };
  });
}

function imageText(image: Resource & { readonly kind: 'Image' }): string {
  const lists = (['allowed', 'blocked', 'insecure', 'search'] as const).flatMap((list) => {
    const items = image[list]?.items.map(({ value }) => value);
    return items === undefined ? [] : [[list, items] as const];
  });
  return imageYaml(Object.fromEntries(lists), image.trustedCA?.value);
}

/** The resources made, and those of the cluster that they do not take the place of, as one to be judged. */
export function besideCluster(
  files: readonly GeneratedFile[],
  cluster: Snapshot | undefined,
): ParsedSnapshot {
  const made = files.map(madeDocument);
  const replaced = new Set(made.flatMap(({ model }) => model.resources.map(identity)));
  const given = cluster === undefined ? [] : openShiftDocuments(parsedCluster(cluster));
  const others = given.map((document): OpenShiftDocument => {
    const resources = document.model.resources.filter((each) => !replaced.has(identity(each)));
    // a name that no made file has
    return { ...document, path: `cluster:${document.path}`, model: { ...document.model, resources } };
  });
  const snapshot: Snapshot = { files: [], rooted: false, user: rootUser, unreadable: [] };
  return { snapshot, documents: [...made, ...others], skipped: [] };
}

function resourcesOf(parsed: ParsedSnapshot): readonly Resource[] {
  return openShiftDocuments(parsed).flatMap(({ model }) => model.resources);
}
