import { since } from '../../runtimes/openshift/releases.ts';
import { isSource, isValidScope } from '../../runtimes/openshift/scopes.ts';
import { at, clusterOf, entriesOf, openshiftMeta, releaseOf, replaceFix } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const malformedListEntry: Rule = {
  meta: openshiftMeta({
    code: 'MW808',
    name: 'malformed-list-entry',
    severity: 'warning',
    summary: 'An entry of a list has a tag, digest, slash at its end or another form that names no registry.',
  }),
  *check({ node, target }) {
    const cluster = clusterOf(node);
    const refused = since(releaseOf(target), [4, 23]);
    for (const { list, entry } of entriesOf(cluster, 'insecure', 'blocked', 'allowed')) {
      const { value } = entry;
      // what stops the operator or the nodes is told by MW801 and MW802
      if (isSource(value) || !isValidScope(value) || /^https?:\/\//.test(value)) continue;
      const better = value
        .trim()
        .replace(/@[^/]*$/, '')
        .replace(/(\/[^:]*):[^/]*$/, '$1')
        .replace(/\/+$/, '');
      yield at(cluster.image!, entry, {
        severity: refused ? 'error' : 'warning',
        message: `${JSON.stringify(value)} is no host, namespace or repository.`,
        why: refused
          ? 'The API refuses the list.'
          : `It is taken as it is and matches that very text only, or nothing${list === 'allowed' ? ', so that the images it is meant for are rejected' : ''}; from 4.23 the API refuses it.`,
        advice: 'Write host[:port][/path], or *.domain, without tag, digest and slash at the end.',
        fixes:
          better !== value && isSource(better) ? replaceFix(cluster.image!, entry, better, 'review') : [],
      });
    }
  },
};
