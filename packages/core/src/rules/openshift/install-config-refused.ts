import type { InstallConfig, MirrorRule } from '../../dialects/openshift/model.ts';
import { parseCanonical } from '../../model/reference.ts';
import { isMirror } from '../../runtimes/openshift/scopes.ts';
import { at, type Cluster, clusterOf, ofKind, openshiftMeta, type Placed } from '../openshift.ts';
import { plainFix } from '../openshift-faults.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const installConfigRefused: Rule = {
  meta: openshiftMeta({
    code: 'MW855',
    name: 'install-config-refused',
    severity: 'error',
    summary: 'The installer refuses the mirrors of install-config.yaml.',
    covers: ['O-install'],
    cites: ['https://github.com/openshift/installer/blob/main/pkg/types/validation/installconfig.go'],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    for (const config of ofKind(cluster, 'InstallConfig')) yield* bothLists(cluster, config);
    for (const set of cluster.sets) {
      if (set.installKey === undefined) continue;
      for (const rule of set.rules) {
        for (const entry of [rule.source, ...rule.mirrors]) {
          const fault = placeFault(entry.value);
          if (fault === undefined) continue;
          yield at(set, entry, {
            message: `${JSON.stringify(entry.value)} in ${set.installKey}: ${fault}.`,
            why: refused,
            advice: 'Write host[:port][/path], without scheme, tag and digest.',
            fixes: plainFix(set, entry, isMirror),
          });
        }
        const policy = policyFault(rule);
        if (policy !== undefined)
          yield at(set, rule.policy!, { message: policy, why: refused, advice: policyAdvice });
      }
    }
  },
};

const refused = 'The installer refuses the file before it does anything.';
const policyAdvice = 'Write NeverContactSource or AllowContactingSource beside mirrors, or leave it out.';

function* bothLists(cluster: Cluster, config: Placed<InstallConfig>): Iterable<RuleFinding> {
  const filled = (key: string): boolean =>
    cluster.sets.some(
      (set) => set.installKey === key && set.document === config.document && set.rules.length > 0,
    );
  if (!filled('imageContentSources') || !filled('imageDigestSources')) return;
  yield at(
    config,
    { span: config.contentSources! },
    {
      message: 'cannot set imageContentSources and imageDigestSources at the same time.',
      why: refused,
      advice: 'Move all of them to imageDigestSources, or to imageContentSources before 4.14.',
      related: [
        { origin: { path: config.document.path, span: config.digestSources! }, message: 'the other list' },
      ],
    },
  );
}

/** Why the installer takes a place for none: a repository, or a host alone. */
function placeFault(value: string): string | undefined {
  if (/^[^/\s]+$/.test(value) && isMirror(value)) return undefined;
  const parsed = parseCanonical(value);
  if (!parsed.ok) return parsed.error;
  const { tag, digest } = parsed.value;
  return tag === undefined && digest === undefined ? undefined : 'must be repository--not reference';
}

function policyFault({ policy, mirrors }: MirrorRule): string | undefined {
  if (policy === undefined) return undefined;
  const known = policy.value === 'NeverContactSource' || policy.value === 'AllowContactingSource';
  if (!known) return `${JSON.stringify(policy.value)} is no sourcePolicy.`;
  return mirrors.length === 0 ? 'sourcePolicy is set on a source without mirrors.' : undefined;
}
