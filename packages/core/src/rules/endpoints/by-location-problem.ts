import { byNotableEndpoint, nothing } from '../by-table.ts';
import { isPlaceholder } from '../data/placeholders.ts';
import { type LocationProblem, locationProblem } from '../facts/location-problem.ts';
import type { Rule } from '../rule.ts';

/** The checks of a rule about locations that give no valid reference for one reason. */
export function byLocationProblem(
  kind: LocationProblem['kind'],
  why: string,
): Pick<Rule, 'check' | 'checkTable'> {
  return byNotableEndpoint(({ placed, mirror, location, span }) => {
    const problem = locationProblem(location);
    if (problem?.kind !== kind || isPlaceholder(location)) return nothing;
    if (placed.defaulted && mirror === undefined && placed.registry.prefix.startsWith('*.')) return nothing;
    const message = `The location ${JSON.stringify(location)} ${problem.why}.`;
    return [{ path: placed.path, span, message, why, advice: problem.advice }];
  });
}
