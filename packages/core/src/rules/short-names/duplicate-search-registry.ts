import { removeItem } from '../../syntax/edit/index.ts';
import type { Span } from '../../text/span.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';
import { searchArray, searchEntries } from '../search-list.ts';

export const duplicateSearchRegistry: Rule = {
  meta: {
    code: 'MW506',
    name: 'duplicate-search-registry',
    family: 'short-names',
    severity: 'error',
    summary: 'A registry stands twice in the search list.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C61'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    const seen = new Map<string, Span>();
    const array = searchArray(document);
    for (const { item, value, index } of searchEntries(document)) {
      const registry = value === 'index.docker.io' ? 'docker.io' : value;
      const first = seen.get(registry);
      if (first === undefined) {
        seen.set(registry, item.span);
        continue;
      }
      const edits = array === undefined ? [] : removeItem(document.tree, array, index);
      yield {
        path: document.path,
        span: item.span,
        message: `"${item.value}" is searched twice.`,
        why: 'The entries are not collapsed: every short name has one candidate more, which makes an enforcing reader without a terminal refuse it as ambiguous.',
        advice: 'Remove one of them.',
        related: [{ origin: { path: document.path, span: first }, message: 'the same registry is here' }],
        fixes:
          edits.length === 0
            ? []
            : [
                {
                  title: 'Remove the second entry',
                  safety: 'safe',
                  edits: edits.map((edit) => ({ ...edit, path: document.path })),
                },
              ],
      };
    }
  },
};
