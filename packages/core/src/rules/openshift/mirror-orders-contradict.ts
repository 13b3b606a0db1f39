import { at, clusterOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const mirrorOrdersContradict: Rule = {
  meta: openshiftMeta({
    code: 'MW815',
    name: 'mirror-orders-contradict',
    severity: 'warning',
    summary: 'Two lists of mirrors of one source contradict each other.',
    covers: ['O50'],
  }),
  *check({ node }) {
    const before = new Map<string, string>();
    for (const { set, rule } of rulesOf(clusterOf(node))) {
      const group = `${set.kind === 'ImageTagMirrorSet' ? 'tag' : 'digest'} ${rule.source.value}`;
      const names = rule.mirrors.map(({ value }) => value);
      for (const [index, name] of names.entries()) {
        const next = names[index + 1];
        if (next === undefined) continue;
        before.set(`${group} ${name} ${next}`, set.document.path);
        if (!before.has(`${group} ${next} ${name}`)) continue;
        yield at(set, rule.mirrors[index]!, {
          message: `${name} comes before ${next} here, and after it in another list for ${rule.source.value}.`,
          why: 'The lists of one source become one. Where they contradict each other, the order of the alphabet decides.',
          advice: 'Write one list.',
        });
      }
    }
  },
};
