import { lengthsOf, outerScopes } from '../../runtimes/openshift/scopes.ts';
import { at, clusterOf, entriesOf, openshiftMeta, rulesOf } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const mirrorsOfTheOuterSource: Rule = {
  meta: openshiftMeta({
    code: 'MW824',
    name: 'mirrors-of-the-outer-source',
    severity: 'warning',
    summary: 'A scope without mirrors of its own gets those of the outermost source around it.',
    covers: ['O89'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const real = rulesOf(cluster).filter(({ rule }) =>
      rule.mirrors.some(({ value }) => value !== rule.source.value),
    );
    const sources = new Set(real.map(({ rule }) => rule.source.value));
    const lengths = lengthsOf(sources);
    for (const { entry } of entriesOf(cluster, 'insecure', 'blocked')) {
      const { value } = entry;
      if (sources.has(value)) continue;
      const around = outerScopes(value, lengths).filter(
        (each) => sources.has(each) && !each.startsWith('*.'),
      );
      if (around.length < 2) continue;
      const [nearest, outermost] = [around[0]!, around.at(-1)!];
      yield at(cluster.image!, entry, {
        message: `${value} gets the mirrors of ${outermost}, not those of ${nearest}.`,
        why: 'The entry becomes a table of its own, which has no mirrors. The operator fills it from the sources around it, and takes the least specific one.',
        advice: `Add a rule for ${value} with the mirrors that are meant.`,
      });
    }
  },
};
