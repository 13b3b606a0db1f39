import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { rules } from '../rules/registry.ts';
import { lint } from '../rules/run.ts';
import { defaultTarget } from '../runtimes/containers/targets.ts';
import { groupFiles } from '../snapshot/group.ts';
import { parseSnapshot } from '../snapshot/parse.ts';
import { type ReportFormat, renderReport } from './index.ts';
import type { LintReport } from './report.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

/** Names and contents that hold what each of the formats has to escape. */
const hostileFiles = [
  {
    path: 'a b<&"\'>%,:\u0007\ud800 ::notice.conf',
    text: '# é😀\n[[registry]]\nlocation = "https://a.corp.example/<x>&\'%"\n[[registry.mirror]]\nlocation = "\\u001b[31mred,::]]>"\nmirrors = 1\nblocked = true\n',
  },
  { path: 'new\nline\r/registries.conf', text: '[[registry]]\nlocation = "grc.io/a"\ninsecure = "yes"\n' },
  { path: 'etc/containers/policy.json', text: '{"default": [], "\u2028": "\u0000"}' },
  { path: 'dir#1/mirror-policy.yaml', text: 'version: 2\nupstreams: [{registry: "a: b"}]\n' },
];

function report(): LintReport {
  const nodes = groupFiles(hostileFiles).map((snapshot) => parseSnapshot(snapshot));
  const { findings } = lint({ nodes, targets: [defaultTarget], rules });
  return {
    toolVersion: '1.2.3',
    files: [
      ...hostileFiles.map(({ path, text }) => ({
        path,
        dialect: 'registries-conf',
        status: 'linted' as const,
        text,
      })),
      { path: 'gone\n"<.conf', dialect: null, status: 'unreadable', reason: 'is ]]> gone\n%' },
    ],
    findings,
  };
}

const hostile = report();
const empty: LintReport = { toolVersion: '1.2.3', files: [], findings: [] };

function render(format: ReportFormat, of: LintReport): string {
  return renderReport(format, of, { color: false, quiet: false, rules: rules.map(({ meta }) => meta) });
}

function schemaProblems(schema: string, text: string): readonly string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(join(fixtures, schema), 'utf8')));
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined;
if (!hasXmllint && process.env.CI === 'true')
  throw new Error('missing xmllint: apt-get install -y --no-install-recommends libxml2-utils');

function xsdProblems(schema: string, text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'mw-report-')), 'report.xml');
  writeFileSync(file, text);
  const args = ['--noout', '--nonet', '--schema', join(fixtures, schema), file];
  try {
    execFileSync('xmllint', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    return '';
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
}

describe.each([
  ['with hostile names', hostile],
  ['of nothing', empty],
] as const)('a report %s', (_, of) => {
  it.each([
    ['sarif', 'sarif-2.1.0.schema.json'],
    ['gitlab', 'code-quality.schema.json'],
  ] as const)('as %s meets its schema', (format, schema) => {
    expect(schemaProblems(schema, render(format, of))).toEqual([]);
  });

  it.skipIf(!hasXmllint).each([
    ['junit', 'junit.xsd'],
    ['checkstyle', 'checkstyle.xsd'],
  ] as const)('as %s meets its schema (xmllint: apt-get install libxml2-utils)', (format, schema) => {
    expect(xsdProblems(schema, render(format, of))).toBe('');
  });

  it('as workflow commands follows their grammar and can be read back', () => {
    const text = render('github', of);
    if (of.findings.length === 0) expect(text).toBe('');
    else expect(text.endsWith('\n')).toBe(true);
    const commands = text.split('\n').slice(0, -1);
    expect(commands).toHaveLength(of.findings.length + (of === empty ? 0 : 1));
    for (const command of commands) expect(command).toMatch(workflowCommand());
  });
});

/** The grammar of fixtures/workflow-commands.ebnf as one expression. */
function workflowCommand(): RegExp {
  const grammar = readFileSync(join(fixtures, 'workflow-commands.ebnf'), 'utf8');
  const words = (rule: string): string => {
    const line = grammar.split('\n').find((each) => each.startsWith(rule))!;
    return [...line.slice(line.indexOf('=')).matchAll(/"([^"]+)"/g)].map(([, word]) => word).join('|');
  };
  const value = `(?:[^%\\r\\n:,]|${words('escape')}|%3A|%2C)*`;
  const property = `(?:${words('key')})=${value}`;
  return new RegExp(
    `^::(?:${words('name')}) ${property}(?:,${property})*::(?:[^%\\r\\n]|${words('escape')})*$`,
  );
}

describe('the addresses of a SARIF report', () => {
  it('are URI references that lead back to the paths', () => {
    const log = JSON.parse(render('sarif', hostile));
    const uris: readonly string[] = log.runs[0].results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]!.physicalLocation.artifactLocation.uri,
    );
    const paths = new Set(hostile.findings.map(({ path }) => path.toWellFormed()));
    expect(uris.length).toBeGreaterThan(0);
    for (const uri of uris) expect(paths).toContain(decodeURIComponent(uri));
  });
});
