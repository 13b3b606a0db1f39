import { intentOf } from '../../generate/intent.ts';
import { locateField } from '../../policy/locate.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { coverage } from '../../policy/resolve.ts';
import { at, mirrorsOf, policyMeta, see } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const blockedPolicyMirror: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW723',
    name: 'blocked-policy-mirror',
    severity: 'error',
    summary: 'A mirror lies in a registry that is blocked: it is never asked.',
    covers: ['C46'],
    cites: ['https://github.com/containers/image/blob/main/docker/docker_client.go'],
  }),
  check: function* ({ document }) {
    const registries = new Map(
      intentOf(document.model).registries.map((registry) => [registry.name, registry]),
    );
    const covering = coverage(registries.keys());
    for (const { location, span } of mirrorsOf(document.model)) {
      const by = registries.get(covering(location) ?? '');
      if (by === undefined || !by.blocked) continue;
      yield at(document, span, {
        message: `The mirror "${location}" is part of "${by.name}", which is blocked`,
        why: 'Whether a place is blocked is judged by the name that is asked in the end, mirrors included.',
        advice: 'Take another mirror, or do not block the registry that it lies in.',
        related: [see(document, locateField(document, by.field), 'blocked here')],
      });
    }
  },
};
