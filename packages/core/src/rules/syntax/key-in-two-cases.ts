import type { RegistriesConf } from '../../dialects/registries-conf/model.ts';
import type { Rule } from '../rule.ts';

export const keyInTwoCases: Rule<RegistriesConf> = {
  meta: {
    code: 'MW004',
    name: 'key-in-two-cases',
    family: 'syntax',
    severity: 'error',
    summary: 'A table holds one key twice, in different upper and lower case.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['B1'],
    cites: ['https://github.com/BurntSushi/toml'],
  },
  check: function* ({ document, target }) {
    const { path, source, model } = document;
    for (const { field, first, second } of model.caseDuplicates) {
      yield {
        path,
        span: second,
        message: `${source.slice(second)} and ${source.slice(first)} are the same key ${field}.`,
        why: `Keys are matched without regard to case, and ${target.id} takes one of the two at random at each start.`,
        advice: `Remove one; write ${field}.`,
        related: [{ origin: { path, span: first }, message: 'the same key stands here' }],
      };
    }
  },
};
