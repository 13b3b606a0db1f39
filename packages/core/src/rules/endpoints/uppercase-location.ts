import type { Rule } from '../rule.ts';
import { byLocationProblem } from './by-location-problem.ts';

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
  ...byLocationProblem(
    'uppercase',
    'Names of images are lower case: with this location no reference is valid, and no endpoint of the table is asked.',
  ),
};
