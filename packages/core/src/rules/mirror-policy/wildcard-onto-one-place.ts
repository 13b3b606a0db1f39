import { setField } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { at, namedUpstreams, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const wildcardOntoOnePlace: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW724',
    name: 'wildcard-onto-one-place',
    severity: 'error',
    summary: 'A wildcard upstream has a mirror or a location: all its hosts fall together there.',
    covers: ['C21'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  }),
  check: function* ({ document }) {
    for (const { upstream, index, name } of namedUpstreams(document.model)) {
      if (!name.startsWith('*.')) continue;
      const places = [upstream.location, ...upstream.mirrors.map(({ location }) => location)];
      for (const place of places) {
        if (place === undefined) continue;
        yield at(document, place.span, {
          message: `All hosts of "${name}" share "${place.value}"`,
          why: 'The part that the wildcard stands for is dropped: acme/web of one host and acme/web of another are the same image there, and references with a port fail.',
          advice: 'Write one upstream for each host.',
          fixes:
            place === upstream.location
              ? policyFix(
                  document,
                  'Remove the location',
                  'review',
                  setField(document, ['upstreams', index, 'location'], undefined),
                )
              : [],
        });
      }
    }
  },
};
