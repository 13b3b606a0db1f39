import { byNotableEndpoint, nothing } from '../by-table.ts';
import { isPlaceholder } from '../data/placeholders.ts';
import { locationProblem } from '../facts/location-problem.ts';
import type { Rule } from '../rule.ts';

export const uppercaseLocation: Rule = {
  meta: {
    code: 'MW303',
    name: 'uppercase-location',
    family: 'endpoints',
    severity: 'error',
    summary: 'A location has upper case in its path, so every pull that matches fails.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['R2'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  ...byNotableEndpoint(({ placed, mirror, location, span }) => {
    const problem = locationProblem(location);
    if (problem === undefined || !['uppercase'].includes(problem.kind) || isPlaceholder(location))
      return nothing;
    if (placed.defaulted && mirror === undefined && placed.registry.prefix.startsWith('*.')) return nothing;
    return [
      {
        path: placed.path,
        span,
        message: `The location ${JSON.stringify(location)} ${problem.why}.`,
        why: 'Names of images are lower case: with this location no reference is valid, and no endpoint of the table is asked.',
        advice: problem.advice,
      },
    ];
  }),
};
