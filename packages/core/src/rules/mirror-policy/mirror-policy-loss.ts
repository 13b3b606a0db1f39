import { generate } from '../../generate/generate.ts';
import { intentOf } from '../../generate/intent.ts';
import { generateResources } from '../../generate/openshift/resources.ts';
import type { Loss } from '../../model/node-file.ts';
import type { Target } from '../../model/target.ts';
import { locateField } from '../../policy/locate.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { parseAnyTarget } from '../../runtimes/openshift/target.ts';
import { rootUser, type Snapshot } from '../../snapshot/snapshot.ts';
import { at, type PolicyDocument, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const mirrorPolicyLoss: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW706',
    name: 'mirror-policy-loss',
    severity: 'info',
    summary: 'A target cannot express a part of the mirror policy.',
  }),
  check: function* ({ document, target }) {
    for (const { field, reason, targets } of losses(document, target)) {
      yield at(document, locateField(document, field), {
        message: `${targets.join(', ')} cannot express this: ${reason}.`,
        why: 'The files are made without it, or with what comes nearest.',
        advice: 'Accept it, take another target, or ask for something that the target knows.',
      });
    }
  },
};

interface LossAt {
  readonly field: string;
  readonly reason: string;
  readonly targets: string[];
}

const empty: Snapshot = { files: [], rooted: true, user: rootUser, unreadable: [] };

function losses(document: PolicyDocument, judged: Target): Iterable<LossAt> {
  const found = new Map<string, LossAt>();
  const repeated = new Set(intentOf(document.model).repeated.map(({ field }) => field));
  for (const target of targetsOf(document.model, judged)) {
    for (const { field, reason } of lossesFor(document, target)) {
      // Said by the rule about upstreams written twice.
      if (repeated.has(field)) continue;
      const key = `${field} ${reason}`;
      const loss = found.get(key) ?? { field, reason, targets: [] };
      found.set(key, loss);
      loss.targets.push(target.id);
    }
  }
  return found.values();
}

const known = new WeakMap<PolicyDocument, Map<string, readonly Loss[]>>();

/** Worked out once for each target, however many are judged. */
function lossesFor(document: PolicyDocument, target: Target): readonly Loss[] {
  const byTarget = known.get(document) ?? new Map<string, readonly Loss[]>();
  known.set(document, byTarget);
  // resources need not be rendered to be told what they lack
  const make = () =>
    target.openshift === undefined
      ? generate(document, target, empty)
      : generateResources(document, target.openshift);
  const found = byTarget.get(target.id) ?? make().losses;
  byTarget.set(target.id, found);
  return found;
}

/** The targets of the policy; the one it is judged for where it names none. */
function targetsOf({ targets }: MirrorPolicy, judged: Target): readonly Target[] {
  const named = targets.flatMap(({ value }) => {
    const parsed = parseAnyTarget(value);
    return parsed.ok ? [parsed.target] : [];
  });
  return targets.length === 0 ? [judged] : [...new Map(named.map((target) => [target.id, target])).values()];
}
