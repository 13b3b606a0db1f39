import { byNotableEndpoint, nothing } from '../by-table.ts';
import { isPlaceholder } from '../data/placeholders.ts';
import { locationProblem } from '../facts/location-problem.ts';
import type { Rule } from '../rule.ts';

export const invalidLocation: Rule = {
  meta: {
    code: 'MW302',
    name: 'invalid-location',
    family: 'endpoints',
    severity: 'error',
    summary: 'A location gives no valid reference, so every pull that matches fails.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['R1'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  ...byNotableEndpoint(({ placed, mirror, location, span }) => {
    const problem = locationProblem(location);
    if (problem === undefined || !['invalid'].includes(problem.kind) || isPlaceholder(location))
      return nothing;
    if (placed.defaulted && mirror === undefined && placed.registry.prefix.startsWith('*.')) return nothing;
    return [
      {
        path: placed.path,
        span,
        message: `The location ${JSON.stringify(location)} ${problem.why}.`,
        why: 'All endpoints are rewritten before the first is asked: with one bad location no mirror and no source is tried.',
        advice: problem.advice,
      },
    ];
  }),
};
