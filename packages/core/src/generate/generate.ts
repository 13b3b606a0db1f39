import type { Parsed } from '../dialects/document.ts';
import type { RuntimeId, Target } from '../model/target.ts';
import type { MirrorPolicy } from '../policy/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { generateContainers } from './containers/index.ts';
import type { Generated, GenerateOptions, GenerateProblem } from './generated.ts';
import { generateCluster } from './openshift/cluster.ts';

/** Makes the files of one family of readers. A further family is a folder beside `containers` and a line below. */
type Generator = (
  policy: Parsed<MirrorPolicy>,
  target: Target,
  existing: Snapshot,
  options: GenerateOptions,
) => Generated;

const generators: Readonly<Record<RuntimeId, Generator>> = {
  podman: generateContainers,
  buildah: generateContainers,
  skopeo: generateContainers,
  'cri-o': generateContainers,
  'containers-image': generateContainers,
};

/**
 * Makes the files that a target should have from a mirror policy: new ones, or existing ones edited so that nothing
 * else in them changes. What the target cannot express is in `losses`. Never throws: `problems` says why the files
 * should not be written, such as a policy that could not be read or an existing file that cannot be edited. For a
 * release of OpenShift the files are resources to apply, and `rendered` is what nodes get of them.
 * @param existing the files of the node as they are; only those that would be written are looked at.
 */
export function generate(
  policy: Parsed<MirrorPolicy>,
  target: Target,
  existing: Snapshot,
  options: GenerateOptions = {},
): Generated {
  const { openshift, runtime } = target;
  const generated =
    openshift === undefined
      ? generators[runtime](policy, target, existing, options)
      : generateCluster(policy, target, openshift, options);
  return { ...generated, problems: [...unreadParts(policy), ...generated.problems] };
}

/** A policy of which a part could not be read says something else than its author meant. */
export function unreadParts({ path, tree, model }: Parsed<MirrorPolicy>): readonly GenerateProblem[] {
  return [...tree.problems, ...model.problems].map(({ message, span }) => ({ path, message, span }));
}
