import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const registryWithoutLocation: Rule = {
  meta: {
    code: 'MW102',
    name: 'registry-without-location',
    family: 'structure',
    severity: 'error',
    summary: 'A registry has no location, and no wildcard prefix that could do without.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B3', 'B4'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B3', 'B4'], ({ condition }) => ({
      message:
        condition === 'B4'
          ? 'This registry has a prefix and no location.'
          : 'This registry has neither prefix nor location.',
      why: `Only a prefix such as *.corp.example can do without a location. ${refusal(context)}`,
      advice:
        condition === 'B4'
          ? 'Add a location; write the prefix again if the images stay where they are.'
          : 'Add `location = "host[:port]/path"`.',
    })),
};
