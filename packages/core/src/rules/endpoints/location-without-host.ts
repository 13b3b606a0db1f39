import { byNotableEndpoint, nothing } from '../by-table.ts';
import { isPlaceholder } from '../data/placeholders.ts';
import { locationProblem } from '../facts/location-problem.ts';
import type { Rule } from '../rule.ts';

export const locationWithoutHost: Rule = {
  meta: {
    code: 'MW304',
    name: 'location-without-host',
    family: 'endpoints',
    severity: 'error',
    summary: 'A location names no complete host.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['R3', 'C36'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  ...byNotableEndpoint(({ placed, mirror, location, span }) => {
    const problem = locationProblem(location);
    if (
      problem === undefined ||
      !['not-canonical', 'empty-host'].includes(problem.kind) ||
      isPlaceholder(location)
    )
      return nothing;
    if (placed.defaulted && mirror === undefined && placed.registry.prefix.startsWith('*.')) return nothing;
    return [
      {
        path: placed.path,
        span,
        message: `The location ${JSON.stringify(location)} ${problem.why}.`,
        why:
          problem.kind === 'empty-host'
            ? 'Requests go to a host with an empty name and fail.'
            : 'The rewritten reference is not in its full form, which fails the whole pull, the source included.',
        advice: problem.advice,
      },
    ];
  }),
};
