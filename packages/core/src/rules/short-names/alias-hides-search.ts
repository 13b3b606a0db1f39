import { hostOf, isPrivateHost, publicRegistries } from '../data/hosts.ts';
import type { Rule } from '../rule.ts';

export const aliasHidesSearch: Rule = {
  meta: {
    code: 'MW512',
    name: 'alias-hides-search',
    family: 'short-names',
    severity: 'info',
    summary: 'An alias of a public registry answers before a private search registry does.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C66'],
    cites: ['https://github.com/containers/image/issues/1448'],
  },
  *check({ node }) {
    const config = node.config();
    const values = config.searchRegistries?.values ?? [];
    if (values.length === 0 || !values.every(isPrivateHost)) return;
    const first = [...config.aliases.values()].find(({ value }) => publicRegistries.has(hostOf(value)));
    if (first === undefined) return;
    yield {
      path: first.origin.path,
      span: first.origin.span,
      message: `The alias ${first.name} leads to ${hostOf(first.value)}, though only private registries are searched.`,
      why: 'Aliases are looked up before the search list: the private registry is never asked for these names.',
      advice: `Erase it in a later drop-in with ${first.name} = "", or point it at the private registry.`,
    };
  },
};
