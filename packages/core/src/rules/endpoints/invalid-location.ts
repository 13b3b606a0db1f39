import type { Rule } from '../rule.ts';
import { byLocationProblem } from './by-location-problem.ts';

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
  ...byLocationProblem(
    'invalid',
    'All endpoints are rewritten before the first is asked: with one bad location no mirror and no source is tried.',
  ),
};
