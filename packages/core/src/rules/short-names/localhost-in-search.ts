import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';
import { searchEntries } from '../search-list.ts';

export const localhostInSearch: Rule = {
  meta: {
    code: 'MW511',
    name: 'localhost-in-search',
    family: 'short-names',
    severity: 'info',
    summary: 'Short names are tried at localhost.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    for (const { item, value } of searchEntries(document)) {
      if (!/^localhost(?::\d+)?$/.test(value)) continue;
      yield {
        path: document.path,
        span: item.span,
        message: `Short names are tried at ${value}.`,
        why: 'Where no registry runs on this machine, each short name waits for a connection that is refused.',
        advice: 'Remove it unless a registry runs here.',
      };
    }
  },
};
