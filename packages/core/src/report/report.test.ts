import { describe, expect, it } from 'vitest';
import { rules } from '../rules/registry.ts';
import { lint } from '../rules/run.ts';
import { defaultTarget } from '../runtimes/containers/targets.ts';
import { groupFiles } from '../snapshot/group.ts';
import { parseSnapshot } from '../snapshot/parse.ts';
import { type ReportFormat, renderReport } from './index.ts';
import { neutralize } from './located.ts';
import type { LintReport } from './report.ts';

/** Findings in a file whose name and content hold what each format has to escape. */
function hostileReport(): LintReport {
  const path = 'a b<&"\'>%,:\u0007.conf';
  const text =
    '# é😀\n[[registry]]\nlocation = "https://a.corp.example/<x>&\'%"\n[[registry.mirror]]\nlocation = "\\u001b[31mred,::]]>"\nmirrors = 1\n';
  const nodes = groupFiles([{ path, text }]).map((snapshot) => parseSnapshot(snapshot));
  const { findings } = lint({ nodes, targets: [defaultTarget], rules });
  return {
    toolVersion: '1.2.3',
    files: [
      { path, dialect: 'registries-conf', status: 'linted', text },
      { path: 'gone.conf', dialect: null, status: 'unreadable', reason: 'does not exist' },
    ],
    findings,
  };
}

const report = hostileReport();
const empty: LintReport = { toolVersion: '1.2.3', files: [], findings: [] };

function render(format: ReportFormat, of: LintReport = report, color = false): string {
  return renderReport(format, of, { color, quiet: false, rules: rules.map(({ meta }) => meta) });
}

/** A small check that XML is well-formed: names nest, attributes are quoted, no bare markup or control characters. */
function xmlProblems(text: string): readonly string[] {
  const problems: string[] = [];
  const open: string[] = [];
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) problems.push('control character');
  const token = /<\?xml[^>]*\?>|<(\/?)([\w.-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [whole, closing, name, , selfClosing] = match;
    if (name === undefined) {
      if (!whole.startsWith('<') && /&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(whole))
        problems.push(`bare & in ${whole}`);
    } else if (closing === '/') {
      if (open.pop() !== name) problems.push(`</${name}> does not match`);
    } else if (selfClosing !== '/') open.push(name);
    if (token.lastIndex === text.length)
      return open.length > 0 ? [...problems, `not closed: ${open.join(' ')}`] : problems;
  }
  return [...problems, `markup that is none at ${token.lastIndex}`];
}

describe('the report', () => {
  it('has findings to show', () => {
    expect(report.findings.length).toBeGreaterThan(2);
  });

  it('as text shows the line with carets, the reason and the count, and no control character of the file', () => {
    const text = render('text');
    expect(text).toContain('3 | location = "https://a.corp.example');
    expect(text).toMatch(/\^{10,}/);
    expect(text).toMatch(/\d+ errors?, \d+ warnings?, \d+ info in 1 file\n$/);
    expect(text).toContain('error gone.conf does not exist');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  it('as text puts the carets under the marked characters', () => {
    const lines = render('text').split('\n');
    const at = lines.findIndex((line) => line.includes('3 | location'));
    const start = lines[at]!.indexOf('"https://');
    expect(lines[at + 1]!.indexOf('^')).toBe(start);
  });

  it('as text cuts a line of a megabyte around the mark', () => {
    const text = `x = "${'y'.repeat(1_000_000)}" z\n`;
    const nodes = groupFiles([{ path: 'registries.conf', text }]).map((snapshot) => parseSnapshot(snapshot));
    const { findings } = lint({ nodes, targets: [defaultTarget], rules });
    const file = { path: 'registries.conf', dialect: 'registries-conf', status: 'linted' as const, text };
    const shown = render('text', { toolVersion: '1', files: [file], findings });
    expect(findings.length).toBeGreaterThan(0);
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThan(400);
  });

  it('as JSON follows the contract', () => {
    const data = JSON.parse(render('json'));
    expect(data).toMatchObject({ version: 1, tool: { name: 'mirrorwright', version: '1.2.3' } });
    expect(data.files[1]).toEqual({
      path: 'gone.conf',
      dialect: null,
      status: 'unreadable',
      reason: 'does not exist',
    });
    const scheme = data.findings.find(({ code }: { code: string }) => code === 'MW301');
    expect(scheme).toMatchObject({
      rule: 'location-with-scheme',
      severity: 'error',
      fatal: true,
      targets: ['podman@5.8'],
      range: { start: { line: 3, column: 12 }, end: { line: 3 } },
    });
    expect(data.summary.error).toBe(
      data.findings.filter(({ severity }: { severity: string }) => severity === 'error').length,
    );
  });

  it('as JSON lines is one finding a line', () => {
    const lines = render('jsonl').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).code)).toEqual(report.findings.map(({ code }) => code));
  });

  it('as SARIF names each rule once and gives regions from 1', () => {
    const { version, runs } = JSON.parse(render('sarif'));
    expect(version).toBe('2.1.0');
    const [run] = runs;
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const result of run.results) {
      expect(ids).toContain(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).toMatch(/^[\w.~!*'()%;/?:@&=+$,#-]+$/);
      expect(
        Math.min(region.startLine, region.startColumn, region.endLine, region.endColumn),
      ).toBeGreaterThanOrEqual(1);
    }
    expect(run.invocations[0].executionSuccessful).toBe(false);
  });

  it.each(['junit', 'checkstyle'] as const)('as %s is well-formed XML, whatever the file holds', (format) => {
    expect(xmlProblems(render(format))).toEqual([]);
    expect(xmlProblems(render(format, empty))).toEqual([]);
  });

  it('as JUnit counts what it lists', () => {
    const text = render('junit');
    const [, tests, failures, errors] =
      /<testsuites name="mirrorwright" tests="(\d+)" failures="(\d+)" errors="(\d+)">/.exec(text)!;
    expect(text.match(/<testcase /g)).toHaveLength(Number(tests));
    expect(text.match(/<failure /g)).toHaveLength(Number(failures));
    expect(text.match(/<error /g)).toHaveLength(Number(errors));
  });

  it('as workflow commands is one command a line with escaped data', () => {
    for (const line of render('github').trimEnd().split('\n')) {
      expect(line).toMatch(
        /^::(?:error|warning|notice) file=[^:,\r\n]+(?:,(?:line|endLine|col|endColumn)=\d+)*(?:,title=[^:,\r\n]+)?::[^\r\n]+$/,
      );
    }
  });

  it('as code quality has one stable, distinct fingerprint an issue', () => {
    const issues = JSON.parse(render('gitlab'));
    const prints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
    expect(prints).toEqual(
      JSON.parse(render('gitlab')).map(({ fingerprint }: { fingerprint: string }) => fingerprint),
    );
    for (const issue of issues) {
      expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(issue.severity);
      expect(issue.location.lines.begin).toBeGreaterThanOrEqual(1);
    }
  });
});

it('shows signs that cannot be seen as escapes', () => {
  expect(neutralize('\ufeffa\u200bb\u202ec\u200fd\u001b')).toBe('\\ufeffa\\u200bb\\u202ec\\u200fd\\x1b');
});
