import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const bareCarriageReturn: Rule = {
  meta: {
    code: 'MW007',
    name: 'bare-carriage-return',
    family: 'syntax',
    severity: 'error',
    summary: 'A carriage return stands without its line feed.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B1'],
    cites: ['https://toml.io/en/v1.0.0'],
  },
  check: (context) =>
    fatalFindings(context, ['B1'], ({ value, origin: { path, span } }) => {
      if (value !== 'bare-carriage-return') return undefined;
      const edits = [{ path, span, newText: '\n' }];
      return {
        message: 'A carriage return stands here without a line feed behind it.',
        why: `TOML knows LF and CRLF as line ends. ${refusal(context)}`,
        advice: 'Save the file with LF line ends.',
        fixes: [{ title: 'Make it a line feed', safety: 'review', edits }],
      };
    }),
};
