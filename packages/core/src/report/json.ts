import type { Finding, Fix } from '../rules/rule.ts';
import { countFindings, type Locator, locator } from './located.ts';
import type { LintReport } from './report.ts';

/** One document, as the command line contract describes it. */
export function renderJson(report: LintReport): string {
  const places = locator(report);
  const document = {
    version: 1,
    tool: { name: 'mirrorwright', version: report.toolVersion },
    files: report.files.map(({ path, dialect, status, reason }) => ({
      path,
      dialect,
      status,
      ...(reason === undefined ? {} : { reason }),
    })),
    findings: report.findings.map((finding) => findingData(finding, places)),
    summary: countFindings(report.findings),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** One finding a line. */
export function renderJsonLines(report: LintReport): string {
  const places = locator(report);
  return report.findings.map((finding) => `${JSON.stringify(findingData(finding, places))}\n`).join('');
}

function findingData(finding: Finding, places: Locator): Readonly<Record<string, unknown>> {
  const { code, rule, severity, message, why, advice, path, targets, fatal, fixes, related, docs } = finding;
  return {
    code,
    rule,
    severity,
    message,
    why,
    ...(advice === undefined ? {} : { advice }),
    path,
    range: places.range(finding),
    targets,
    fatal,
    fixes: fixes.map((fix) => fixData(fix, places)),
    related: related.map(({ origin, message: text }) => ({
      path: origin.path,
      range: places.range(origin),
      message: text,
    })),
    docs,
  };
}

function fixData({ title, safety, edits }: Fix, places: Locator): Readonly<Record<string, unknown>> {
  return {
    title,
    safety,
    edits: edits.map(({ path, span, newText }) => ({ path, range: places.range({ path, span }), newText })),
  };
}
