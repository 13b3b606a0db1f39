import { isOpenShift, isWorkload } from '../dialects/openshift/detect.ts';
import { compareBytes } from '../model/prefix.ts';
import { rootUser, type Snapshot, type SnapshotFile } from './snapshot.ts';

/**
 * Files given by hand, sorted into nodes: a registries.conf and the drop-in folder beside it belong together, with a
 * policy.json of the same folder. Resources of OpenShift are those of one cluster, with the workloads beside them; every other file stands alone.
 */
export function groupFiles(files: readonly SnapshotFile[]): readonly Snapshot[] {
  const groups = new Map<string, SnapshotFile[]>();
  const named = new Set(files.map(({ path }) => path));
  const resources = new Set(files.filter(isResource));
  const ofCluster = (file: SnapshotFile): boolean =>
    resources.has(file) || (resources.size > 0 && isStream(file) && isWorkload(file.text));
  for (const file of files) {
    const key = ofCluster(file) ? 'cluster' : groupKey(file.path, named);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups].map(([key, group]) => ({
    // resources that are there twice count as applied one after the other
    files: key === 'cluster' ? group : group.toSorted((a, b) => compareBytes(a.path, b.path)),
    rooted: false,
    user: rootUser,
    unreadable: [],
  }));
}

function isResource(file: SnapshotFile): boolean {
  return isStream(file) && isOpenShift(file.text);
}

/** Whether resources can stand in it. */
function isStream({ path }: SnapshotFile): boolean {
  return /\.(?:ya?ml|json)$/.test(path);
}

function groupKey(path: string, named: ReadonlySet<string>): string {
  const dropIn = /^(.*?)registries\.conf\.d\/[^/]+$/.exec(path);
  const folder = dropIn?.[1] ?? path.slice(0, path.lastIndexOf('/') + 1);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const belongs = dropIn !== null || name === 'registries.conf' || name === 'policy.json';
  const together = belongs && (dropIn !== null || named.has(`${folder}registries.conf`));
  return together ? `folder ${folder}` : `file ${path}`;
}
