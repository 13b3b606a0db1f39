import { closest } from '../../text/closest.ts';
import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const unknownShortNameMode: Rule = {
  meta: {
    code: 'MW502',
    name: 'unknown-short-name-mode',
    family: 'short-names',
    severity: 'error',
    summary: 'short-name-mode has a value that does not exist.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B12'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B12'], ({ value = '', origin: { path, span } }) => {
      const meant = closest(value.trim(), modes);
      const exact = modes.find((mode) => mode === value.trim().toLowerCase()) ?? meant;
      return {
        message: `short-name-mode = ${JSON.stringify(value)} is not one of ${modes.join(', ')}.`,
        why: refusal(context),
        advice: exact === undefined ? `Write one of ${modes.join(', ')}.` : `Did you mean ${exact}?`,
        fixes:
          exact === undefined
            ? []
            : [{ title: `Write ${exact}`, safety: 'safe', edits: [{ path, span, newText: `"${exact}"` }] }],
      };
    }),
};

const modes = ['enforcing', 'permissive', 'disabled'];
