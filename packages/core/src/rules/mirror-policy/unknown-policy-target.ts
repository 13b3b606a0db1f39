import type { MirrorPolicy } from '../../policy/model.ts';
import { parseAnyTarget } from '../../runtimes/openshift/target.ts';
import { at, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const unknownPolicyTarget: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW705',
    name: 'unknown-policy-target',
    severity: 'error',
    summary: 'A target is no known program, or a release that is not known.',
  }),
  check: function* ({ document }) {
    for (const { value, span } of document.model.targets) {
      const parsed = parseAnyTarget(value);
      if (parsed.ok) continue;
      yield at(document, span, {
        message: parsed.message,
        why: 'Files are made for the programs named here; for this one none are.',
        advice:
          'Name a program and its version, such as podman@5.8, or a release of OpenShift, such as openshift@4.16.',
      });
    }
  },
};
