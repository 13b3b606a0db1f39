import type { Rule } from '../rule.ts';

export const tomlInRegistriesD: Rule = {
  meta: {
    code: 'MW024',
    name: 'toml-in-registries-d',
    family: 'syntax',
    severity: 'error',
    summary: 'A registries configuration lies in registries.d, which is for signature storage.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C84'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.d.5.md',
      'https://github.com/containers/image/blob/main/docs/containers-registries.d.5.md',
    ],
  },
  check: function* ({ document: { path, tree } }) {
    if (!/(?:^|\/)registries\.d\//.test(path)) return;
    yield {
      path,
      span: tree.statements[0]?.span ?? { start: 0, end: 0 },
      message: 'This registries configuration lies in registries.d, where it is not read.',
      why: 'registries.d holds YAML files about where signatures are stored; readers open only *.yaml there.',
      advice: 'Move it to registries.conf.d.',
    };
  },
};
