import type { DialectId } from '../dialects/document.ts';
import { mirrorPolicy } from './mirror-policy.ts';
import { openShift } from './openshift.ts';
import { policyJson } from './policy-json.ts';
import { registriesConf } from './registries-conf.ts';
import type { Shape } from './shape.ts';

const shapes: Readonly<Record<DialectId, Shape>> = {
  'registries-conf': registriesConf,
  'short-name-cache': {
    ...registriesConf,
    keys: new Map([...registriesConf.keys].filter(([key]) => key === 'aliases')),
  },
  'policy-json': policyJson,
  'mirror-policy': mirrorPolicy,
  openshift: openShift,
};

/** What may stand in one document of a dialect. */
export function shapeOf(dialect: DialectId): Shape {
  return shapes[dialect];
}
