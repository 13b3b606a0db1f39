import { publicRegistries } from '../data/hosts.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';
import { searchEntries } from '../search-list.ts';

export const manySearchRegistries: Rule = {
  meta: {
    code: 'MW510',
    name: 'many-search-registries',
    family: 'short-names',
    severity: 'info',
    summary: 'Short names are tried at several registries.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C60'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    const entries = searchEntries(document);
    const [first] = entries;
    const list = document.model.searchRegistries ?? document.model.v1.search;
    const open = entries.filter(({ value }) => publicRegistries.has(value));
    if (entries.length < 2 || open.length === 0 || first === undefined || list === undefined) return;
    const mode = document.model.shortNameMode?.value;
    yield {
      path: document.path,
      span: list.keySpan,
      message: `A short name is tried at ${entries.length} registries, public ones among them.`,
      why:
        mode === 'enforcing'
          ? 'In enforcing mode, without a terminal, every short name without an alias is refused as ambiguous.'
          : 'The first that has the name answers: on a public registry anybody may have taken it.',
      advice: 'Use full names in files and scripts, or aliases; search one registry that you trust.',
    };
  },
};
