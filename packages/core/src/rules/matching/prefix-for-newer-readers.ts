import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const prefixForNewerReaders: Rule = {
  meta: {
    code: 'MW203',
    name: 'prefix-for-newer-readers',
    family: 'matching',
    severity: 'error',
    summary: 'A prefix that this old release cannot take.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B22', 'B23'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  check: (context) =>
    fatalFindings(context, ['B22', 'B23'], ({ condition, value = '' }) =>
      condition === 'B22'
        ? {
            message: `The prefix "${value}" is shorter than two characters.`,
            why: `${context.target.id} crashes on it; containers/image 5.17 mended that.`,
            advice: 'Remove the table: such a prefix matches nothing.',
          }
        : {
            message: 'A wildcard without location needs containers/image 5.11.',
            why: refusal(context),
            advice: 'Write one table for each host, or upgrade.',
          },
    ),
};
