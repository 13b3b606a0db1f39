import { addToList } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import {
  allowance,
  at,
  citesOfLists,
  listSpan,
  mirrorsOf,
  policyFix,
  policyMeta,
  see,
} from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const mirrorNotAllowed: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW713',
    name: 'mirror-not-allowed',
    severity: 'info',
    summary: 'A mirror is missing from the list allowed: images cannot be asked for by its name.',
    cites: citesOfLists,
  }),
  check: function* ({ document, target }) {
    const { model } = document;
    // the list in the resources of a cluster gets the hosts of mirrors by itself
    if (target.openshift !== undefined) return;
    const isAllowed = allowance(model);
    if (isAllowed === undefined || model.allowed === undefined) return;
    const said = new Set<string>();
    for (const { location, span } of mirrorsOf(model)) {
      const [host = ''] = location.split('/');
      if (isAllowed(location) || said.has(host)) continue;
      // Once for each registry: the others are alike.
      said.add(host);
      yield at(document, span, {
        message: `The mirror "${location}" is not in allowed`,
        why: 'It serves the images of its upstream all the same, as those are judged by the name of the upstream; images asked for by the name of the mirror are refused.',
        advice: 'Add the mirror to allowed where people pull from it by name.',
        related: [see(document, listSpan(model.allowed), 'the registries that are allowed')],
        fixes: policyFix(
          document,
          `Add ${location} to allowed`,
          'review',
          addToList(document, 'allowed', location),
        ),
      });
    }
  },
};
