import { at, clusterOf, openshiftMeta, renderedOf } from '../openshift.ts';
import { faultsOf } from '../openshift-faults.ts';
import { placeOf } from '../openshift-places.ts';
import type { Rule } from '../rule.ts';

export const nodesRefuse: Rule = {
  meta: openshiftMeta({
    code: 'MW802',
    name: 'nodes-refuse',
    severity: 'error',
    summary: 'The files that the operator would write are refused by every node.',
    covers: ['O14', 'O71', 'O82'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const { nodeError } = renderedOf(cluster);
    if (nodeError === undefined) return;
    const text = {
      fatal: true,
      why: 'Neither the API nor the operator looks at it. The files are written, and then CRI-O loads none of them: every pull on every node fails.',
      advice: 'Write host[:port][/path], without scheme; search registries have no path.',
    };
    const message = `The nodes refuse the files made of this: ${withoutPath(nodeError)}.`;
    const faults = faultsOf(cluster, nodeError);
    for (const { resource, entry, fixes } of faults)
      yield at(resource, entry, { ...text, message: naming(message, entry.value), fixes });
    const place = placeOf(cluster, nodeError);
    if (faults.length === 0 && place !== undefined) yield { ...place, ...text, message };
  },
};

/** Which file it is does not matter to who writes resources. */
function withoutPath(complaint: string): string {
  return complaint.replace(/^registries: loading (?:drop-in )?registries configuration "[^"]*": /, '');
}

/** The message for another entry than the first one, which it quotes. */
function naming(message: string, value: string): string {
  return message.replace(
    /(invalid location )'[^']*'|(entry )"[^"]*"/,
    (_, location?: string, entry?: string) =>
      location === undefined ? `${entry}${JSON.stringify(value)}` : `${location}'${value}'`,
  );
}
