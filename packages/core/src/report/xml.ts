import type { Finding } from '../rules/rule.ts';
import { locator } from './located.ts';
import type { LintReport, ReportFile } from './report.ts';

/** Text for XML 1.0: markup escaped, characters that XML cannot hold replaced. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function byPath(report: LintReport): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const group = groups.get(finding.path);
    if (group === undefined) groups.set(finding.path, [finding]);
    else group.push(finding);
  }
  return groups;
}

function failureText({ status, reason }: ReportFile): string | undefined {
  return status === 'unreadable' ? (reason ?? 'cannot be read') : undefined;
}

/** JUnit: a suite a file, a failed case a finding; a file without findings is one passed case. */
export function renderJunit(report: LintReport): string {
  const places = locator(report);
  const groups = byPath(report);
  let total = 0;
  let failures = 0;
  let errors = 0;
  const suites = report.files.map((file) => {
    const findings = groups.get(file.path) ?? [];
    const broken = failureText(file);
    const cases = findings.map((finding) => {
      const { line, column } = places.range(finding).start;
      const body = escapeXml([finding.why, finding.advice].filter(Boolean).join(' '));
      const name = escapeXml(`${finding.code} ${finding.rule} (${line}:${column})`);
      return `    <testcase name="${name}" classname="${escapeXml(file.path)}">\n      <failure type="${finding.severity}" message="${escapeXml(finding.message)}">${body}</failure>\n    </testcase>\n`;
    });
    if (broken !== undefined)
      cases.push(
        `    <testcase name="read" classname="${escapeXml(file.path)}">\n      <error message="${escapeXml(broken)}"/>\n    </testcase>\n`,
      );
    if (cases.length === 0)
      cases.push(`    <testcase name="${file.status}" classname="${escapeXml(file.path)}"/>\n`);
    const error = broken === undefined ? 0 : 1;
    total += cases.length;
    failures += findings.length;
    errors += error;
    return `  <testsuite name="${escapeXml(file.path)}" tests="${cases.length}" failures="${findings.length}" errors="${error}">\n${cases.join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mirrorwright" tests="${total}" failures="${failures}" errors="${errors}">\n${suites.join('')}</testsuites>\n`;
}

/** Checkstyle 4.3. */
export function renderCheckstyle(report: LintReport): string {
  const places = locator(report);
  const groups = byPath(report);
  const files = report.files.map((file) => {
    const broken = failureText(file);
    const errors = (groups.get(file.path) ?? []).map((finding) => {
      const { line, column } = places.range(finding).start;
      const source = `mirrorwright.${finding.code}`;
      return `    <error line="${line}" column="${column}" severity="${finding.severity}" message="${escapeXml(finding.message)}" source="${source}"/>\n`;
    });
    if (broken !== undefined)
      errors.push(
        `    <error line="1" severity="error" message="${escapeXml(broken)}" source="mirrorwright.read"/>\n`,
      );
    return `  <file name="${escapeXml(file.path)}">\n${errors.join('')}  </file>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${files.join('')}</checkstyle>\n`;
}
