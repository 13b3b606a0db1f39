import { isDomain } from '../../model/reference.ts';
import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';

export const invalidSearchRegistry: Rule = {
  meta: {
    code: 'MW501',
    name: 'invalid-search-registry',
    family: 'short-names',
    severity: 'error',
    summary: 'An entry of the search list is no host.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B11'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B11'], ({ value = '', origin: { path, span } }) => {
      const [host = ''] = value.split('/');
      const cut = value.includes('/') && isDomain(host);
      return {
        message: `"${value}" in the search list is not a host[:port].`,
        why: `Only the registry itself can be searched, without a path. ${refusal(context)}`,
        advice: cut
          ? 'To search below a path, search the host and give it a [[registry]] table with that path as location.'
          : 'Write host[:port], or remove the entry.',
        fixes: cut
          ? [
              {
                title: `Search ${host} without the path`,
                safety: 'review',
                edits: [{ path, span, newText: `"${host}"` }],
              },
            ]
          : [],
      };
    }),
};
