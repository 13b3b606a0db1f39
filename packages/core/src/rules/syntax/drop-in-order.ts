import type { Rule } from '../rule.ts';

export const dropInOrder: Rule = {
  meta: {
    code: 'MW022',
    name: 'drop-in-order',
    family: 'syntax',
    severity: 'warning',
    summary: 'Numbered drop-ins are not read in the order of their numbers.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C82'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.d.5.md'],
  },
  check: function* ({ node }) {
    const highest = new Map<string, { readonly number: number; readonly name: string }>();
    const named = node.documents
      .map(({ path, tree }) => ({ path, tree, match: numbered.exec(path) }))
      .filter((file) => file.match !== null)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const { path, tree, match } of named) {
      const folder = match![1]!;
      const name = match![2]!;
      const number = Number(match![3]);
      const before = highest.get(folder);
      if (before === undefined || number >= before.number) highest.set(folder, { number, name });
      else {
        yield {
          path,
          span: tree.statements[0]?.span ?? { start: 0, end: 0 },
          message: `${name} is read after ${before.name}.`,
          why: 'Drop-ins are sorted by the bytes of their names, not by number, and a later file replaces an earlier one.',
          advice: `Give the numbers the same length: 0${name}.`,
        };
      }
    }
  },
};

const numbered = /^(.*registries(?:\.rootful|\.rootless)?\.conf\.d\/(?:.*\/)?)((\d{1,9})[^/]*\.conf)$/;
