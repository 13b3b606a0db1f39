import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const malformedWildcard: Rule = {
  meta: {
    code: 'MW202',
    name: 'malformed-wildcard',
    family: 'matching',
    severity: 'error',
    summary: 'A wildcard prefix has a path, port, tag or digest.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B13'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  check: (context) =>
    fatalFindings(context, ['B13'], ({ value = '' }) => ({
      message: `The wildcard ${value} has more than a domain.`,
      why: `A wildcard is "*." and a domain, nothing else. ${refusal(context)}`,
      advice: `Write ${value.replace(/[/:@].*$/, '')}: it matches every port and path below.`,
    })),
};
