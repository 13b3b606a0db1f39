import { describe, expect, it } from 'vitest';
import { rules as registry } from '../registry.ts';
import type { Rule } from '../rule.ts';
import { readPage } from './page.ts';
import { exportName, findModules, findRuleFiles, type RuleFiles } from './rule-files.ts';
import { expectedFindings, fixExample, inSnapshot, judgeExample } from './run-page.ts';

const headings = ['Why', 'Wrong', 'Right', 'How to fix', 'When to ignore'];

const hundreds: Readonly<Record<string, string>> = {
  syntax: '0',
  structure: '1',
  matching: '2',
  endpoints: '3',
  security: '4',
  'short-names': '5',
  'signature-policy': '6',
  'mirror-policy': '7',
  openshift: '8',
};

/** One family only, for a quick look: RULE_FAMILY=structure or RULE_FAMILY=structure/unknown-key. */
const wanted = process.env.RULE_FAMILY ?? '';
const files = findRuleFiles();
const rules = await Promise.all(files.map(load));
const chosen = rules.filter(({ family, name }) => `${family}/${name}`.startsWith(wanted));

interface LoadedRule extends RuleFiles {
  readonly rule: Rule;
}

async function load(file: RuleFiles): Promise<LoadedRule> {
  const module = (await import(file.module)) as Readonly<Record<string, Rule | undefined>>;
  const rule = module[exportName(file.name)];
  if (rule === undefined) throw new Error(`${file.module} must export ${exportName(file.name)}`);
  return { ...file, rule };
}

describe('the rules', () => {
  it('have unique codes and names', () => {
    const codes = rules.map(({ rule }) => rule.meta.code);
    const names = rules.map(({ name }) => name);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('have a page each', async () => {
    const without = findModules().filter(({ hasPage }) => !hasPage);
    const modules = await Promise.all(without.map(({ path }) => import(path) as Promise<object>));
    const isRule = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && 'meta' in value && 'check' in value;
    const rulesWithoutPage = without.filter((_, index) => Object.values(modules[index]!).some(isRule));
    expect(rulesWithoutPage.map(({ path }) => path)).toEqual([]);
  });

  it('are all in the generated registry, in the order of their codes', () => {
    const sorted = rules.map(({ rule }) => rule.meta.code).sort();
    expect(registry.map(({ meta }) => meta.code)).toEqual(sorted);
  });
});

describe.each(chosen)('$rule.meta.code $name', ({ rule, family, name, page }) => {
  const parsed = readPage(page);
  const all = rules.map((loaded) => loaded.rule);

  it('has metadata that fit its folder, file and page', () => {
    expect(rule.meta).toMatchObject({ name, family });
    expect(rule.meta.code).toMatch(new RegExp(`^MW${hundreds[family]}\\d\\d$`));
    expect(rule.meta.summary).toMatch(/^[^\n]*\.$/);
    expect(parsed.title).toBe(`# ${rule.meta.code} ${name}`);
    expect(parsed.headings).toEqual(headings);
    expect(parsed.groups.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['wrong', 'right']));
  });

  parsed.groups.forEach((group, index) => {
    const at = `the ${group.kind} example in line ${group.line}`;
    if (group.kind === 'wrong') {
      it(`finds exactly what ${at} marks`, () => {
        expect(expectedFindings(group, rule), 'caret lines').not.toEqual([]);
        expect(judgeExample(group, rule, all)).toEqual(expectedFindings(group, rule));
      });
    }
    if (group.kind === 'right') {
      it(`finds nothing in ${at}`, () => {
        expect(judgeExample(group, rule, all)).toEqual([]);
      });
    }
    if (group.kind === 'fixed') {
      it(`makes ${at} of the wrong one before it, and no more`, () => {
        const wrong = parsed.groups.slice(0, index).findLast(({ kind }) => kind === 'wrong')!;
        const texts = fixExample(wrong, rule, all);
        for (const { path, text } of group.blocks) expect(texts.get(inSnapshot(path)), path).toBe(text);
        expect(fixExample(asWrong(wrong, texts), rule, all)).toEqual(texts);
      });
    }
  });
});

function asWrong(
  wrong: ReturnType<typeof readPage>['groups'][number],
  texts: ReadonlyMap<string, string>,
): ReturnType<typeof readPage>['groups'][number] {
  const blocks = wrong.blocks.map((block) => ({ ...block, text: texts.get(inSnapshot(block.path))! }));
  return { ...wrong, blocks };
}
