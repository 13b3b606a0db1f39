import { at, clusterOf, ofKind, openshiftMeta } from '../openshift.ts';
import type { Rule } from '../rule.ts';

export const machineConfigWritesRegistries: Rule = {
  meta: openshiftMeta({
    code: 'MW853',
    name: 'machine-config-writes-registries',
    severity: 'info',
    summary: 'A MachineConfig writes files of the registry configuration itself.',
    covers: ['O87'],
  }),
  *check({ node }) {
    for (const config of ofKind(clusterOf(node), 'MachineConfig')) {
      if (isMadeByOperator(config.name?.value ?? '')) continue;
      for (const file of config.files) {
        if (!ownedPath.test(file.value)) continue;
        yield at(config, file, {
          message: `${file.value} is written by this MachineConfig${config.role === undefined ? '' : ` for the pool ${config.role}`}.`,
          why: 'Of several MachineConfigs that write one file the one with the last name wins; a file beside those of the operator is merged with them on the node. What is made of the other resources is then not all that the node reads.',
          advice: 'Use the image configuration and mirror sets where they can say it.',
        });
      }
    }
  },
};

const ownedPath =
  /^\/etc\/(?:containers\/(?:registries\.conf|policy\.json|registries\.conf\.d\/|registries\.d\/)|crio\/policies\/|docker\/certs\.d\/)/;

/** Those that the operator makes: its template, what it writes, and what it joins of all. */
function isMadeByOperator(name: string): boolean {
  return /^(?:00-|01-.*-container-runtime$|9\d-.*-generated-|rendered-)/.test(name);
}
