import {
  addFix,
  at,
  clusterOf,
  coveredBy,
  keyOf,
  openshiftMeta,
  reachedInto,
  rulesOf,
} from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const mirroredSourceNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW830',
    name: 'mirrored-source-not-allowed',
    severity: 'info',
    summary: 'A source has mirrors and is missing from allowedRegistries.',
    covers: ['O10'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { image } = cluster;
    const { allowed } = image ?? {};
    if (image === undefined || allowed === undefined || allowed.items.length === 0) return;
    const [isAllowed, isPartly] = [coveredBy(allowed), reachedInto(allowed)];
    const told = new Set<string>();
    for (const { set, rule } of rulesOf(cluster)) {
      const { value } = rule.source;
      if (isAllowed(value) || isPartly(value) || told.has(value)) continue;
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
