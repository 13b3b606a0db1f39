import { since } from '../../runtimes/openshift/releases.ts';
import { isNested, isSource, isValidScope } from '../../runtimes/openshift/scopes.ts';
import { at, clusterOf, entriesOf, type ListName, openshiftMeta, payloadRepository } from '../openshift.ts';
import { hasScheme, plainFix, withoutDecoration } from '../openshift-faults.ts';
import type { Rule } from '../rule.ts';

export const malformedListEntry: Rule = {
  meta: openshiftMeta({
    code: 'MW808',
    name: 'malformed-list-entry',
    severity: 'warning',
    summary: 'An entry of a list has a tag, digest, slash at its end or another form that names no registry.',
    covers: ['O11', 'O12', 'O13', 'O15', 'O21', 'O22', 'O88', 'O-bypass'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const refused = since(cluster.release, [4, 23]);
    const payload = payloadRepository(cluster) ?? 'quay.io/openshift-release-dev/ocp-release';
    for (const { list, entry } of entriesOf(cluster, 'insecure', 'blocked', 'allowed')) {
      const { value } = entry;
      // what stops the operator or the nodes is told by MW801 and MW802
      if (isSource(value) || !isValidScope(value) || hasScheme(value)) continue;
      const bypass =
        list === 'blocked' && isNested(payload, withoutDecoration(value)) && /\/\s*$/.test(value);
      yield at(cluster.image!, entry, {
        severity: refused || bypass ? 'error' : 'warning',
        message: `${JSON.stringify(value)} is no host, namespace or repository.`,
        why: `${effectOf(list, bypass)} ${
          refused
            ? 'The API refuses the list; one that was stored by an earlier release stays until the list is edited.'
            : 'From 4.23 the API refuses it: a list that is stored stays, and any later edit of it fails.'
        }`,
        advice: 'Write host[:port][/path], or *.domain, without tag, digest and slash at the end.',
        fixes: plainFix(cluster.image!, entry, isSource),
      });
    }
  },
};

function effectOf(list: ListName, bypass: boolean): string {
  if (bypass)
    return 'The operator does not see that it covers the release image, and the nodes, which take the slash off, block it.';
  const lost = list === 'allowed' ? ', so that the images it is meant for are rejected' : '';
  return `It is taken as it is and matches that very text only, or nothing${lost}.`;
}
