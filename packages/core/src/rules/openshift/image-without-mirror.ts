import { at, clusterOf, openshiftMeta, rulesOf, scopeFinder } from '../openshift.ts';
import { nameOfUser, usesOf } from '../openshift-uses.ts';
import type { Rule } from '../rule.ts';

export const imageWithoutMirror: Rule = {
  meta: openshiftMeta({
    code: 'MW839',
    name: 'image-without-mirror',
    severity: 'warning',
    summary: 'An image is used by tag and its source has mirrors for digests only, or the other way round.',
    covers: ['O47', 'O48'],
    cites: ['https://github.com/openshift/api/issues/636'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const real = rulesOf(cluster).filter(({ rule }) =>
      rule.mirrors.some(({ value }) => value !== rule.source.value),
    );
    const bySource = Map.groupBy(real, ({ rule }) => rule.source.value);
    const nearest = scopeFinder(bySource.keys());
    for (const { user, image, repository, digest } of usesOf(cluster)) {
      const source = nearest(repository);
      const rules = source === undefined ? undefined : bySource.get(source);
      if (rules === undefined) continue;
      const wanted = digest === undefined ? 'tag' : 'digest';
      const served = rules.some(
        ({ set }) => (set.kind === 'ImageTagMirrorSet' ? 'tag' : 'digest') === wanted,
      );
      if (served) continue;
      const [first] = rules;
      const never = rules.some(({ rule }) => rule.policy?.value === 'NeverContactSource');
      const kind = wanted === 'tag' ? 'ImageTagMirrorSet' : 'ImageDigestMirrorSet';
      yield at(user, image, {
        severity: never ? 'error' : 'warning',
        message: `${image.value} is used by ${wanted} in ${nameOfUser(user)}, and ${source} has mirrors for ${wanted === 'tag' ? 'digests' : 'tags'} only.`,
        why: `A pull by ${wanted} asks none of these mirrors${never ? ', and the source is never contacted: it fails.' : ': it goes to the source itself.'}`,
        advice:
          wanted === 'tag'
            ? `Add an ${kind} for ${source}, or name the image by its digest.`
            : `Add an ${kind} for ${source}.`,
        related: [
          {
            origin: { path: first!.set.document.path, span: first!.rule.source.span },
            message: `the mirrors, in an ${first!.set.kind}`,
          },
        ],
      });
    }
  },
};
