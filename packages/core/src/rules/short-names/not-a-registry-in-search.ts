import { notRegistries } from '../data/hosts.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';
import { searchEntries } from '../search-list.ts';

export const notARegistryInSearch: Rule = {
  meta: {
    code: 'MW509',
    name: 'not-a-registry-in-search',
    family: 'short-names',
    severity: 'error',
    summary: 'An entry of the search list is a site that serves no images.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    for (const { item, value } of searchEntries(document)) {
      const advice = notRegistries.get(value);
      if (advice === undefined) continue;
      yield {
        path: document.path,
        span: item.span,
        message: `${value} is not a registry that images are pulled from.`,
        why: 'Every short name is tried there and fails first, and whoever gets that name could answer.',
        advice: `${advice}.`,
      };
    }
  },
};
