import type { Target } from '../model/target.ts';
import { parseRelease, type Release, releaseNames } from '../runtimes/openshift/releases.ts';
import { parseAnyTarget } from '../runtimes/openshift/target.ts';

/** What files are converted into. */
export type Goal =
  | { readonly kind: 'mirror-policy' }
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'install-config' | 'imageset-config'; readonly release: Release }
  | { readonly kind: 'pull-secret' };

export type GoalResult =
  | { readonly ok: true; readonly goal: Goal }
  | { readonly ok: false; readonly message: string };

/** Goals that are no targets, as a person writes them. */
export const goalNames: readonly string[] = [
  'mirror-policy',
  'install-config',
  'imageset-config',
  'pull-secret',
];

/** Reads `mirror-policy`, `pull-secret`, `install-config@4.16`, `imageset-config@4.16`, or a target. */
export function parseGoal(text: string): GoalResult {
  if (text === 'mirror-policy' || text === 'pull-secret') return { ok: true, goal: { kind: text } };
  const [kind = '', version] = text.split(/@(.*)/s);
  if (kind === 'install-config' || kind === 'imageset-config') {
    const release = parseRelease(version ?? '');
    if (release !== undefined) return { ok: true, goal: { kind, release } };
    const known = `${kind}@${releaseNames[0]} to ${kind}@${releaseNames.at(-1)}`;
    return { ok: false, message: `${text}: ${kind} needs a release of OpenShift, from ${known}` };
  }
  const result = parseAnyTarget(text);
  return result.ok
    ? { ok: true, goal: { kind: 'target', target: result.target } }
    : { ok: false, message: `${result.message}; or one of ${goalNames.join(', ')}` };
}
