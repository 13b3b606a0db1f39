import { parseTarget, runtimeIds, type TargetResult } from '../containers/targets.ts';
import { lastRelease, parseRelease, type Release } from './releases.ts';

/** The CRI-O of a release: Kubernetes 1.29 came with 4.16, and each release brings the next. */
function crioOf([major, minor]: Release): string {
  const newest = 36;
  return `1.${major > 4 ? newest : Math.min(minor + 13, newest)}`;
}

/** All names of targets, as `--target` and the mirror policy spell them. */
export const targetNames: readonly string[] = [...runtimeIds, 'openshift'];

/** Reads `openshift@4.16`, whose nodes run CRI-O, and the targets of the other runtimes. */
export function parseAnyTarget(text: string): TargetResult {
  const version = /^openshift(?:@(.*))?$/.exec(text);
  if (version === null) return parseTarget(text, targetNames);
  const release = version[1] === undefined ? lastRelease : parseRelease(version[1]);
  if (release === undefined)
    return { ok: false, message: `${text}: the releases known are openshift@4.11 to openshift@5.2` };
  const crio = parseTarget(`cri-o@${crioOf(release)}`);
  if (!crio.ok) return crio;
  const id = `openshift@${release.join('.')}`;
  return { ok: true, target: { ...crio.target, id, openshift: release } };
}
