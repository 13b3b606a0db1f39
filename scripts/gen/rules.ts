import { docsAddress } from '../../packages/core/src/rules/docs-address.ts';
import type { Rule } from '../../packages/core/src/rules/rule.ts';
import {
  exportName,
  findRuleFiles,
  type RuleFiles,
} from '../../packages/core/src/rules/testing/rule-files.ts';
import { type GeneratedFiles, markdownNotice, moduleNotice, type Part } from './part.ts';

export interface LoadedRule extends RuleFiles {
  readonly rule: Rule;
}

/** All rules that have a page, sorted by code. */
export async function loadRules(): Promise<readonly LoadedRule[]> {
  const loaded = await Promise.all(
    findRuleFiles().map(async (file) => {
      const module = (await import(file.module)) as Readonly<Record<string, Rule | undefined>>;
      const rule = module[exportName(file.name)];
      if (rule === undefined) throw new Error(`${file.module} must export ${exportName(file.name)}`);
      return { ...file, rule };
    }),
  );
  return loaded.sort((a, b) => (a.rule.meta.code < b.rule.meta.code ? -1 : 1));
}

/** The list of rules in core, the offline pages of the command, and the pages and register in docs/rules. */
export const part: Part = {
  make: async () => {
    const rules = await loadRules();
    const files = new Map<string, string>([
      ['packages/core/src/rules/registry.ts', registry(rules)],
      ['packages/tui/src/generated/rule-pages.ts', pagesModule(rules)],
      ['docs/rules/README.md', register(rules)],
    ]);
    for (const loaded of rules) files.set(`docs/rules/${loaded.rule.meta.code}.md`, composePage(loaded));
    return files as GeneratedFiles;
  },
};

function registry(rules: readonly LoadedRule[]): string {
  const imports = rules
    .map(({ family, name }) => `import { ${exportName(name)} } from './${family}/${name}.ts';\n`)
    .sort();
  const items = rules.map(({ name }) => `  ${exportName(name)},\n`);
  return `${moduleNotice}
import type { Rule } from './rule.ts';
${imports.join('')}
/** Every rule, sorted by code. */
export const rules: readonly Rule[] = [
${items.join('')}];
`;
}

function pagesModule(rules: readonly LoadedRule[]): string {
  const items = rules.map(
    (loaded) => `  [${JSON.stringify(loaded.rule.meta.code)}, ${JSON.stringify(composePage(loaded))}],\n`,
  );
  return `${moduleNotice}
/** The rules' pages by code. Large: import it only where a page is shown. */
export const rulePages: ReadonlyMap<string, string> = new Map([
${items.join('')}]);
`;
}

/** The page as published: the rule's own, with a table of its metadata, and without the marks of the test runner. */
function composePage({ rule, page }: LoadedRule): string {
  const { meta } = rule;
  const [title, ...body] = page.trimEnd().split('\n');
  const facts = [
    `**${meta.severity}** · ${meta.family} · judged per ${perWhat[meta.scope]} · since ${meta.since}`,
    `Applies to: ${meta.appliesTo.join(', ')}`,
  ];
  const sources = meta.cites.map((cite) => `- ${/^https?:/.test(cite) ? `<${cite}>` : cite}`);
  const end = sources.length === 0 ? '' : `\n\n## Sources\n\n${sources.join('\n')}`;
  const text = body.join('\n').replace(/^```(\w+) (wrong|right|fixed)(.*)$/gm, fenceLine);
  return `${title}\n\n${markdownNotice}\n\n${meta.summary}\n\n${facts.join('  \n')}\n${text.trimEnd()}${end}\n`;
}

const perWhat: Readonly<Record<Rule['meta']['scope'], string>> = {
  document: 'file',
  node: 'node (all its files together)',
  run: 'run',
};

function fenceLine(_: string, format: string, _kind: string, rest: string): string {
  const path = /path=(\S+)/.exec(rest)?.[1];
  const target = /target=(\S+)/.exec(rest)?.[1];
  const notes = [path, target === undefined ? undefined : `read by ${target}`].filter(
    (note) => note !== undefined,
  );
  return `${notes.length === 0 ? '' : `\`${notes.join('`, `')}\`\n`}\`\`\`${format}`;
}

function register(rules: readonly LoadedRule[]): string {
  const rows = rules.map(({ rule: { meta } }) => {
    return `| [${meta.code}](${meta.code}.md) | ${meta.name} | ${meta.severity} | ${meta.summary.replaceAll('|', '\\|')} |`;
  });
  return `# Rules

${markdownNotice}

Codes are never reused; the hundreds name the family: 0 syntax and files, 1 structure, 2 matching, 3 endpoints,
4 security, 5 short names, 6 signature policy, 7 mirror policy, 8 OpenShift. Published at ${docsAddress('MW101').replace(/MW101\.md$/, '')}.
error = refused, ineffective or dangerous for sure; warning = very likely not what was meant; info = good to know.
Which condition of the readers is covered where: [coverage.md](coverage.md).

| Code | Name | Severity | Finds |
|---|---|---|---|
${rows.join('\n')}
`;
}
