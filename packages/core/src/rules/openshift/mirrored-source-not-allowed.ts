import { addFix, at, clusterOf, coveredBy, keyOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const mirroredSourceNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW830',
    name: 'mirrored-source-not-allowed',
    severity: 'info',
    summary: 'A source has mirrors and is missing from allowedRegistries.',
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    const { allowed } = image ?? {};
    if (image === undefined || allowed === undefined || allowed.items.length === 0) return;
    const isAllowed = coveredBy(allowed);
    const told = new Set<string>();
    for (const { set, rule } of rulesOf(cluster)) {
      const { value } = rule.source;
      const partly = allowed.items.some((entry) => entry.value.startsWith(`${value}/`));
      if (isAllowed(value) || partly || told.has(value)) continue;
      told.add(value);
      yield at(set, rule.source, {
        message: `${value} has mirrors, and allowedRegistries rejects its images.`,
        why: 'Images are judged by the name they are asked for, whichever mirror serves them.',
        advice: `Add ${value} to allowedRegistries if its images are used.`,
        related: [{ origin: keyOf(image, allowed), message: 'the registries that are allowed' }],
        fixes: addFix(image, 'allowed', value, 'review'),
      });
    }
  },
};
