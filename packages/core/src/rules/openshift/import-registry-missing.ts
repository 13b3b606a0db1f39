import { at, clusterOf, openshiftMeta } from '../openshift.ts';
import { importMatcher } from '../openshift-imports.ts';
import type { Rule } from '../rule.ts';

export const importRegistryMissing: Rule = {
  meta: openshiftMeta({
    code: 'MW850',
    name: 'import-registry-missing',
    severity: 'warning',
    summary:
      'allowedRegistriesForImport leaves out a registry that image streams of the release import from.',
    covers: ['O66', 'O69'],
    cites: ['https://github.com/openshift/origin/issues/20039'],
  }),
  *check({ node }) {
    const { image } = clusterOf(node);
    const { imports } = image ?? {};
    if (image === undefined || imports === undefined || imports.items.length === 0) return;
    const matches = importMatcher(imports.items);
    const place = { span: imports.keySpan };
    const missing = vendor.filter((host) => !matches(host));
    if (missing.length > 0)
      yield at(image, place, {
        message: `allowedRegistriesForImport leaves out ${missing.join(', ')}.`,
        why: 'An empty list allows every import; one with entries refuses all others, the image streams of the release and its samples included.',
        advice: 'Add them, unless no image stream of the release or of the samples is used.',
      });
    if (!hub.some(matches))
      yield at(image, place, {
        severity: 'info',
        message: 'allowedRegistriesForImport leaves out docker.io.',
        why: 'An image stream that names no registry imports from docker.io, and is refused.',
        advice: 'Add docker.io if such image streams are used.',
      });
  },
};

const vendor: readonly string[] = ['quay.io', 'registry.redhat.io', 'registry.access.redhat.com'];
const hub: readonly string[] = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];
