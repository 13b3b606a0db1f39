import { withoutSlashes } from '../../text/slashes.ts';
import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const locationWithScheme: Rule = {
  meta: {
    code: 'MW301',
    name: 'location-with-scheme',
    family: 'endpoints',
    severity: 'error',
    summary: 'A location, prefix or search entry begins with http:// or https://.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B2'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go'],
  },
  check: (context) =>
    fatalFindings(context, ['B2'], ({ value = '', origin: { path, span } }, document) => {
      const without = withoutSlashes(value.replace(/^https?:\/\//, ''));
      const plain = value.startsWith('http://');
      const written = document?.source.slice(span) ?? '';
      const simple = /^["'].*["']$/s.test(written) && without !== '';
      return {
        message: `"${value}" begins with a scheme.`,
        why: `Locations have none: HTTPS is used, and HTTP too where insecure is set. ${refusal(context)}`,
        advice: plain
          ? `Write ${without}, and insecure = true if it really speaks HTTP.`
          : `Write ${without}.`,
        fixes: simple
          ? [{ title: `Write ${without}`, safety: 'safe', edits: [{ path, span, newText: `"${without}"` }] }]
          : [],
      };
    }),
};
