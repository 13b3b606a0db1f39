import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const mirrorWithoutLocation: Rule = {
  meta: {
    code: 'MW101',
    name: 'mirror-without-location',
    family: 'structure',
    severity: 'error',
    summary: 'A mirror has no location.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B6'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  check: (context) =>
    fatalFindings(context, ['B6'], ({ origin }, document) => {
      const empty = document !== undefined && !document.source.slice(origin.span).startsWith('[');
      return {
        message: empty ? 'The location of this mirror is empty.' : 'This mirror has no location.',
        why: `A mirror is nothing but its location. ${refusal(context)}`,
        advice: 'Add `location = "host[:port]/path"`, or remove the table.',
      };
    }),
};
