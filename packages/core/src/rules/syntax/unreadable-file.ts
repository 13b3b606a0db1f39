import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const unreadableFile: Rule = {
  meta: {
    code: 'MW014',
    name: 'unreadable-file',
    family: 'syntax',
    severity: 'error',
    summary: 'A file that the reader would open cannot be read.',
    appliesTo: ['registries-conf', 'short-name-cache', 'policy-json'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B19', 'B20'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  check: (context) =>
    fatalFindings(context, ['B19', 'B20'], ({ message }) => ({
      message: `This file cannot be read: ${message.slice(message.lastIndexOf('": ') + 3)}.`,
      why: refusal(context),
      advice: 'Correct its permissions, or remove it.',
    })),
};
