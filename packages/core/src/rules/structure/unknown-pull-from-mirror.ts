import { closest } from '../../text/closest.ts';
import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const unknownPullFromMirror: Rule = {
  meta: {
    code: 'MW106',
    name: 'unknown-pull-from-mirror',
    family: 'structure',
    severity: 'error',
    summary: 'pull-from-mirror has a value that does not exist.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B8'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B8'], ({ value, origin: { path, span } }) => {
      const meant = closest(value ?? '', kinds);
      const edits = [{ path, span, newText: `"${meant}"` }];
      return {
        message: `pull-from-mirror = ${JSON.stringify(value)} is not one of ${kinds.join(', ')}.`,
        why: refusal(context),
        advice: meant === undefined ? `Write one of ${kinds.join(', ')}.` : `Did you mean ${meant}?`,
        fixes: meant === undefined ? [] : [{ title: `Write ${meant}`, safety: 'safe', edits }],
      };
    }),
};

const kinds = ['all', 'digest-only', 'tag-only'];
