import { addFix, at, type Cluster, clusterOf, coveredBy, keyOf, openshiftMeta } from '../openshift.ts';
import { type ImageUse, nameOfUser, usesOf } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const imageRejected: Rule = {
  meta: openshiftMeta({
    code: 'MW832',
    name: 'image-rejected',
    severity: 'error',
    summary:
      'A workload or catalog uses an image that allowedRegistries leaves out or blockedRegistries names.',
    covers: ['O-use'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    if (image === undefined) return;
    const list = rejectingList(cluster);
    for (const use of usesOf(cluster)) {
      const by = list(use);
      if (by === undefined) continue;
      const items = image[by]!;
      yield at(use.user, use.image, {
        message:
          by === 'allowed'
            ? `allowedRegistries leaves out ${use.repository}, which ${nameOfUser(use.user)} uses.`
            : `blockedRegistries covers ${use.repository}, which ${nameOfUser(use.user)} uses.`,
        why: 'The signature policy of the nodes is judged by the name that the image is asked for: it is rejected, whether a mirror has it or not.',
        advice:
          by === 'allowed'
            ? `Add ${use.repository}, or the registry, to allowedRegistries.`
            : 'Block less, or use another image. To keep nodes from contacting the registry, mirror it with mirrorSourcePolicy: NeverContactSource.',
        related: [
          {
            origin: keyOf(image, items),
            message: by === 'allowed' ? 'the registries that are allowed' : 'what is blocked',
          },
        ],
        fixes: by === 'allowed' ? addFix(image, 'allowed', use.repository, 'review') : [],
      });
    }
  },
};

/** Which list rejects an image; entries with a tag or digest let that very image in. */
function rejectingList({ image }: Cluster): (use: ImageUse) => 'allowed' | 'blocked' | undefined {
  const { allowed, blocked } = image ?? {};
  const [isAllowed, isBlocked] = [coveredBy(allowed), coveredBy(blocked)];
  const isOpen = allowed === undefined || allowed.items.length === 0;
  return ({ repository, tag, digest }) => {
    const names = [
      repository,
      ...(tag === undefined ? [] : [`${repository}:${tag}`]),
      ...(digest === undefined ? [] : [`${repository}@${digest}`]),
    ];
    if (!isOpen && !names.some(isAllowed)) return 'allowed';
    return isOpen && names.some(isBlocked) ? 'blocked' : undefined;
  };
}
