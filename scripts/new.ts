import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { exportName, findRuleFiles } from '../packages/core/src/rules/testing/rule-files.ts';

/**
 * `pnpm new rule FAMILY NAME`, `pnpm new dialect NAME`, `pnpm new runtime NAME`: makes the files of a new part from a
 * template, with the next free code. Existing files are never overwritten.
 */
const root = resolve(import.meta.dirname, '..');
const usage =
  'pnpm new rule FAMILY NAME | pnpm new dialect NAME | pnpm new runtime NAME (names in kebab-case)';

const hundreds: Readonly<Record<string, number>> = {
  syntax: 0,
  structure: 1,
  matching: 2,
  endpoints: 3,
  security: 4,
  'short-names': 5,
  'signature-policy': 6,
  'mirror-policy': 7,
  openshift: 8,
};

const [kind, ...names] = process.argv.slice(2);
const valid = names.every((name) => /^[a-z][a-z0-9-]*$/.test(name));
if (kind === 'rule' && names.length === 2 && valid) newRule(names[0]!, names[1]!);
else if (kind === 'dialect' && names.length === 1 && valid) newDialect(names[0]!);
else if (kind === 'runtime' && names.length === 1 && valid) newRuntime(names[0]!);
else stop(`usage: ${usage}`);

function newRule(family: string, name: string): void {
  const hundred = hundreds[family];
  if (hundred === undefined)
    return stop(`no family ${family}; there are ${Object.keys(hundreds).join(', ')}`);
  if (findRuleFiles().some((file) => file.name === name)) return stop(`there is a rule ${name} already`);
  const code = nextCode(hundred);
  const folder = `packages/core/src/rules/${family}`;
  write(`${folder}/${name}.ts`, ruleModule(code, family, name));
  write(`${folder}/${name}.md`, rulePage(code, name));
  process.stdout.write(
    `${code} ${name}: write the check and the page, try them with\n` +
      `  RULE_FAMILY=${family}/${name} pnpm unit rule-pages\nthen run \`pnpm gen\`.\n`,
  );
}

/** The lowest code of the family above all that are taken; gaps are not filled, codes are never reused. */
function nextCode(hundred: number): string {
  const taken = findRuleFiles().map(({ page }) => Number(/^# MW(\d{3})/.exec(page)?.[1] ?? 0));
  const highest = Math.max(hundred * 100, ...taken.filter((number) => Math.floor(number / 100) === hundred));
  return `MW${String(highest + 1).padStart(3, '0')}`;
}

function ruleModule(code: string, family: string, name: string): string {
  return `import type { RegistriesConf } from '../../dialects/registries-conf/model.ts';
import type { Rule } from '../rule.ts';

export const ${exportName(name)}: Rule<RegistriesConf> = {
  meta: {
    code: '${code}',
    name: '${name}',
    family: '${family}',
    severity: 'warning',
    summary: 'One sentence: what the rule finds.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  check: function* ({ document: { path, model } }) {
    for (const { location } of model.registries) {
      if (location?.value !== 'wrong.example') continue;
      yield {
        path,
        span: location.span,
        message: \`What is wrong, quoting \${location.value}.\`,
        why: 'What the reader does with it.',
        advice: 'What to do.',
      };
    }
  },
};
`;
}

function rulePage(code: string, name: string): string {
  return `# ${code} ${name}

## Why

What the reader does with such a file, and what the author meant.

## Wrong

\`\`\`toml wrong
[[registry]]
location = "wrong.example"
           ^^^^^^^^^^^^^^^ ${code}
\`\`\`

## Right

\`\`\`toml right
[[registry]]
location = "registry.corp.example"
\`\`\`

## How to fix

What to write instead.

## When to ignore

When the finding does not apply.
`;
}

function newDialect(name: string): void {
  const folder = `packages/core/src/dialects/${name}`;
  write(
    `${folder}/model.ts`,
    `/** What one file of this format says, before any merge. */\nexport interface Model {\n  readonly unknownKeys: readonly string[];\n}\n`,
  );
  process.stdout.write(
    `Next: detect.ts, read.ts, write.ts and fields.ts in ${folder}, the id in dialects/document.ts, the reader in\n` +
      'snapshot/read-document.ts, and a round-trip test.\n',
  );
}

function newRuntime(name: string): void {
  const folder = `packages/core/src/runtimes/${name}`;
  write(
    `${folder}/versions.ts`,
    `/** Known releases, oldest first. */\nexport const releases: readonly string[] = [];\n`,
  );
  process.stdout.write(
    `Next: roots.ts, load.ts and candidates.ts in ${folder}, proven by golden cases and in e2e.\n`,
  );
}

function write(path: string, text: string): void {
  const full = join(root, path);
  if (existsSync(full)) return stop(`${path} exists`);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  process.stdout.write(`wrote ${path}\n`);
}

function stop(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
