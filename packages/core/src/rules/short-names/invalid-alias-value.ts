import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const invalidAliasValue: Rule = {
  meta: {
    code: 'MW504',
    name: 'invalid-alias-value',
    family: 'short-names',
    severity: 'error',
    summary: 'The value of an alias is no full repository name.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B15'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/shortnames.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B15'], ({ value = '', message, origin: { path, span } }) => {
      const untagged = value.replace(/(?:@.*|:[^/:]*)$/, '');
      const tagged = untagged !== value && untagged.includes('/') && message.startsWith('invalid alias');
      return {
        message: `The alias value "${value}" is not a full repository name: ${message.slice(message.lastIndexOf(': ') + 2)}.`,
        why: `An alias leads to one repository: registry and path, without tag and digest. ${refusal(context)}`,
        advice: 'Write registry/path; the tag comes from who pulls.',
        fixes: tagged
          ? [
              {
                title: `Write ${untagged}`,
                safety: 'safe',
                edits: [{ path, span, newText: `"${untagged}"` }],
              },
            ]
          : [],
      };
    }),
};
