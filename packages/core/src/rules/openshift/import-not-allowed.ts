import { at, clusterOf, coveredBy, keyOf, openshiftMeta, reachedInto } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const importNotAllowed: Rule = {
  meta: openshiftMeta({
    code: 'MW822',
    name: 'import-not-allowed',
    severity: 'warning',
    summary: 'Images may be imported from a registry whose images the nodes reject.',
    covers: ['O64'],
  }),
  *check({ node }) {
    const { image } = clusterOf(node);
    if (image === undefined) return;
    const { allowed, blocked } = image;
    const isAllowed = allowed === undefined || allowed.items.length === 0 ? () => true : coveredBy(allowed);
    const isBlocked = coveredBy(blocked);
    // an entry below the registry lets some of its images in
    const partly = reachedInto(allowed);
    for (const { domain } of image.imports?.items ?? []) {
      const { value } = domain;
      if (/[*?/]/.test(value) || ((isAllowed(value) || partly(value)) && !isBlocked(value))) continue;
      const list = isBlocked(value) ? blocked! : allowed!;
      yield at(image, domain, {
        message: `Imports from ${value} succeed, and the nodes reject the images.`,
        why: 'allowedRegistriesForImport is about image streams only; what the nodes pull is judged by the other lists.',
        advice: isBlocked(value) ? 'Remove it from one of the lists.' : 'Add it to allowedRegistries.',
        related: [{ origin: keyOf(image, list), message: 'what the nodes go by' }],
      });
    }
  },
};
