import { at, clusterOf, entriesOf, openshiftMeta, replaceFix, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const officialImageWithoutLibrary: Rule = {
  meta: openshiftMeta({
    code: 'MW835',
    name: 'official-image-without-library',
    severity: 'info',
    summary: 'An entry below docker.io names a namespace where an official image could be meant.',
    covers: ['O25'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const places = [
      ...entriesOf(cluster, 'insecure', 'blocked', 'allowed').map(({ entry }) => ({
        resource: cluster.image!,
        entry,
      })),
      ...rulesOf(cluster).map(({ set, rule }) => ({ resource: set, entry: rule.source })),
    ];
    for (const { resource, entry } of places) {
      const name = /^docker\.io\/([^/:@]+)$/.exec(entry.value)?.[1];
      if (name === undefined || name === 'library') continue;
      const official = `docker.io/library/${name}`;
      yield at(resource, entry, {
        message: `${entry.value} is the namespace ${name} and not the official image of that name.`,
        why: `Official images are completed before anything is compared: ${name} is ${official}.`,
        advice: `Write ${official} if the official image is meant.`,
        fixes: replaceFix(resource, entry, official, 'review'),
      });
    }
  },
};
