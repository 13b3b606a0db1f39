import { at, clusterOf, ofKind, openshiftMeta } from '../openshift.ts';
import { registryCertificates } from '../openshift-certificates.ts';
import type { Rule } from '../rule.ts';

export const certificatesNotFound: Rule = {
  meta: openshiftMeta({
    code: 'MW847',
    name: 'certificates-not-found',
    severity: 'error',
    summary:
      'The config map that additionalTrustedCA names is not in openshift-config, or not among the files.',
    covers: ['O61'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    const name = cluster.image?.trustedCA;
    if (name === undefined || name.value === '' || registryCertificates(cluster) !== undefined) return;
    const maps = ofKind(cluster, 'ConfigMap');
    const elsewhere = maps.find((map) => map.name?.value === name.value);
    const givesMaps = maps.some(({ namespace }) => namespace?.value === 'openshift-config');
    yield at(cluster.image!, name, {
      severity: elsewhere !== undefined || givesMaps ? 'error' : 'info',
      message:
        elsewhere === undefined
          ? `The config map ${name.value} is not among the files.`
          : `The config map ${name.value} is in the namespace ${elsewhere.namespace?.value}, and is looked for in openshift-config.`,
      why: 'Where it is missing in the cluster no certificate of a registry reaches the nodes, and only a log says so.',
      advice:
        elsewhere === undefined
          ? 'Create it in openshift-config, or give its file too so that its certificates are judged.'
          : 'Create it in openshift-config.',
      ...(elsewhere !== undefined && {
        related: [
          {
            origin: {
              path: elsewhere.document.path,
              span: (elsewhere.namespace ?? elsewhere.name ?? elsewhere.node).span,
            },
            message: 'the config map of that name',
          },
        ],
      }),
    });
  },
};
