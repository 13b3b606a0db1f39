import { type CatalogueItem, catalogue } from '../../packages/core/src/rules/coverage.ts';
import { markdownNotice, type Part } from './part.ts';
import { type LoadedRule, loadRules } from './rules.ts';

/** docs/rules/coverage.md: which rule covers which condition, or why none does. */
export const part: Part = {
  make: async () => {
    const byId = rulesById(await loadRules());
    const known = new Set(catalogue.map(({ id }) => id));
    const more = [...byId.keys()].filter((id) => !known.has(id)).sort();
    const open = catalogue.filter(({ id, reason }) => !byId.has(id) && reason === undefined);
    if (open.length > 0) {
      process.stderr.write(
        `coverage: neither a rule nor a reason for ${open.map(({ id }) => id).join(', ')}\n`,
      );
      process.exitCode = 1;
    }
    const items = [...catalogue, ...more.map((id) => ({ id, title: titleOf(id) }))];
    return new Map([['docs/rules/coverage.md', compose(items, byId)]]);
  },
};

function rulesById(rules: readonly LoadedRule[]): ReadonlyMap<string, readonly LoadedRule[]> {
  const found = new Map<string, LoadedRule[]>();
  for (const loaded of rules) {
    for (const id of loaded.rule.meta.covers) found.set(id, [...(found.get(id) ?? []), loaded]);
  }
  return found;
}

/** `E-scope-lookup` -> `scope lookup`. */
function titleOf(id: string): string {
  return id.replace(/^[A-Z]+-?/, '').replaceAll('-', ' ');
}

function compose(items: readonly CatalogueItem[], byId: ReadonlyMap<string, readonly LoadedRule[]>): string {
  const rows = items.map(({ id, title, reason }) => {
    const rules = (byId.get(id) ?? []).map(
      ({ rule: { meta } }) => `[${meta.code}](${meta.code}.md) ${meta.name}`,
    );
    const said = [rules.join(', '), reason ?? ''].filter((part) => part !== '').join('; ');
    return `| ${id} | ${title} | ${said || 'open'} |`;
  });
  return `# What is covered

${markdownNotice}

Every condition of the readers that is known to the project: B = the reader refuses to load, R = every matching pull
fails, C = the file loads and does something else than it seems to say, E = signature policy, O = resources of OpenShift.
Facts that are true of nearly every file are lines of \`mirrorwright explain\` and of the rules' pages, not findings.

| Id | Condition | Covered by, or why it is no finding |
|---|---|---|
${rows.join('\n')}
`;
}
