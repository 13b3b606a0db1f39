import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';
import { searchEntries } from '../search-list.ts';

export const uppercaseSearchRegistry: Rule = {
  meta: {
    code: 'MW508',
    name: 'uppercase-search-registry',
    family: 'short-names',
    severity: 'error',
    summary: 'An entry of the search list has upper case.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C63'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    for (const { item, value } of searchEntries(document)) {
      const lower = item.value.toLowerCase();
      if (lower === item.value || value.includes('/')) continue;
      yield {
        path: document.path,
        span: item.span,
        message: `"${item.value}" has upper case.`,
        why: 'Names of registries are compared letter by letter: tables and credentials for the lower-case name do not apply, and Docker Hub is not recognised.',
        advice: `Write ${lower}.`,
        fixes: [
          {
            title: `Write ${lower}`,
            safety: 'safe',
            edits: [{ path: document.path, span: item.span, newText: `"${lower}"` }],
          },
        ],
      };
    }
  },
};
