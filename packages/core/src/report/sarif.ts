import { homeAddress } from '../rules/docs-address.ts';
import type { Finding, RuleMeta, Severity } from '../rules/rule.ts';
import type { Range } from '../text/span.ts';
import { type Locator, locator } from './located.ts';
import type { LintReport } from './report.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, one run. Columns are UTF-16 units, as ours. */
export function renderSarif(report: LintReport, rules: readonly RuleMeta[]): string {
  const places = locator(report);
  const used = new Set(report.findings.map(({ code }) => code));
  const docs = new Map(report.findings.map(({ code, docs: address }) => [code, address]));
  const driver = {
    name: 'mirrorwright',
    version: report.toolVersion,
    informationUri: homeAddress,
    rules: rules
      .filter(({ code }) => used.has(code))
      .map(({ code, name, summary, severity }) => ({
        id: code,
        name,
        shortDescription: { text: summary },
        helpUri: docs.get(code),
        defaultConfiguration: { level: levels[severity] },
      })),
  };
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    results: report.findings.map((finding) => result(finding, places)),
    invocations: [
      {
        executionSuccessful: report.files.every(({ status }) => status !== 'unreadable'),
        toolExecutionNotifications: report.files
          .filter(({ status }) => status === 'unreadable')
          .map(({ path, reason }) => ({
            level: 'error',
            message: { text: `${path} ${reason ?? 'cannot be read'}` },
          })),
      },
    ],
  };
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function result(finding: Finding, places: Locator): Readonly<Record<string, unknown>> {
  return {
    ruleId: finding.code,
    level: levels[finding.severity],
    message: { text: [finding.message, finding.why, finding.advice].filter(Boolean).join(' ') },
    locations: [location(finding.path, places.range(finding))],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map(({ origin, message }, id) => ({
        id,
        ...location(origin.path, places.range(origin)),
        message: { text: message },
      })),
    }),
    ...(finding.fixes.length > 0 && { fixes: finding.fixes.map((fix) => fixData(fix, places)) }),
  };
}

function fixData(fix: Finding['fixes'][number], places: Locator): Readonly<Record<string, unknown>> {
  const byPath = new Map<string, Readonly<Record<string, unknown>>[]>();
  for (const { path, span, newText } of fix.edits) {
    const replacements = byPath.get(path) ?? [];
    replacements.push({
      deletedRegion: region(places.range({ path, span })),
      insertedContent: { text: newText },
    });
    byPath.set(path, replacements);
  }
  const artifactChanges = [...byPath].map(([path, replacements]) => ({
    artifactLocation: { uri: pathToUri(path) },
    replacements,
  }));
  return { description: { text: fix.title }, artifactChanges };
}

function location(path: string, range: Range): Readonly<Record<string, unknown>> {
  return { physicalLocation: { artifactLocation: { uri: pathToUri(path) }, region: region(range) } };
}

function region({ start, end }: Range): Readonly<Record<string, number>> {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A relative or absolute path as a URI reference: every part percent-encoded, lone surrogates replaced. */
export function pathToUri(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}
