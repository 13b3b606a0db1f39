import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';
import { searchEntries } from '../search-list.ts';

export const singleLabelSearchRegistry: Rule = {
  meta: {
    code: 'MW507',
    name: 'single-label-search-registry',
    family: 'short-names',
    severity: 'error',
    summary: 'An entry of the search list is a single word.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C62'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    for (const { item, value } of searchEntries(document)) {
      if (value === '' || value === 'localhost' || /[.:/]/.test(value)) continue;
      yield {
        path: document.path,
        span: item.span,
        message: `"${item.value}" in the search list is no registry.`,
        why: `A word without dot or port is taken for a name on Docker Hub: a short name x becomes docker.io/${value}/x.`,
        advice: `Write the full name of the registry, or its port: ${value}:5000.`,
      };
    }
  },
};
