import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const invalidAliasName: Rule = {
  meta: {
    code: 'MW503',
    name: 'invalid-alias-name',
    family: 'short-names',
    severity: 'error',
    summary: 'The name of an alias is no short name.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B14'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/shortnames.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B14'], ({ value = '', message }) => ({
      message: `The alias name "${value}" is not a short name: ${message.slice(message.lastIndexOf(': ') + 2)}.`,
      why: `A short name has no registry, no tag and no digest, and no upper case. ${refusal(context)}`,
      advice: 'Write the name as users type it, without registry and tag.',
    })),
};
