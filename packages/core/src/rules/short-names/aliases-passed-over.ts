import type { RegistriesConf } from '../../dialects/registries-conf/model.ts';
import type { Rule } from '../rule.ts';

export const aliasesPassedOver: Rule<RegistriesConf> = {
  meta: {
    code: 'MW513',
    name: 'aliases-passed-over',
    family: 'short-names',
    severity: 'warning',
    summary: 'aliases is no table, and every reader passes over it.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C-aliases'],
    cites: ['https://github.com/containers/image/blob/main/pkg/sysregistriesv2/shortnames.go'],
  },
  *check({ document: { path, model } }) {
    for (const { path: key, expected, found, span, ignored } of model.typeErrors) {
      if (ignored !== true) continue;
      yield {
        path,
        span,
        message: `${key} is no ${expected}, and is passed over: it is ${/^[aeiou]/.test(found) ? 'an' : 'a'} ${found}.`,
        why: 'The file is loaded without an error, and none of the aliases exists: short names are looked for in the search registries.',
        advice: 'Write a header [aliases], and below it a line for each alias: "name" = "host/path".',
      };
    }
  },
};
