import type { Finding, Severity } from '../rules/rule.ts';
import type { SourceText } from '../text/source.ts';
import { type Counts, countFindings, type Locator, locator, neutralize } from './located.ts';
import type { LintReport } from './report.ts';
import { type Paint, paint } from './style.ts';

export interface TextOptions {
  readonly color: boolean;
  /** Only the findings, without notices and count. */
  readonly quiet?: boolean;
}

/** For people: each finding with its line and carets, why, and what to do; a count at the end. */
export function renderText(report: LintReport, { color, quiet = false }: TextOptions): string {
  const places = locator(report);
  const style = paint(color);
  const blocks = report.findings.map((finding) => findingBlock(finding, places, style));
  const notices = report.files
    .filter(({ status }) => status !== 'linted')
    .map(({ path, status, reason = 'cannot be read' }) =>
      status === 'unreadable'
        ? `${style.error('error')} ${neutralize(path)} ${reason}\n`
        : `${style.muted('left alone')} ${neutralize(path)}: ${reason}\n`,
    );
  if (quiet) return [...notices, ...blocks].join('\n');
  return [...notices, ...blocks, summaryLine(report, countFindings(report.findings))].join('\n');
}

function findingBlock(finding: Finding, places: Locator, style: Paint): string {
  const range = places.range(finding);
  const { line, column } = range.start;
  const head = `${style.path(neutralize(finding.path))}:${line}:${column} ${severity(finding.severity, style)} ${finding.code} ${style.muted(finding.rule)}`;
  const lines = [
    head,
    `  ${neutralize(finding.message)}`,
    ...excerpt(places.source(finding.path), range.start, range.end, style),
  ];
  lines.push(`  ${style.muted('why:')} ${neutralize(finding.why)}`);
  if (finding.advice !== undefined) lines.push(`  ${style.muted('do: ')} ${neutralize(finding.advice)}`);
  for (const { title, safety } of finding.fixes) {
    lines.push(
      `  ${style.muted('fix:')} ${neutralize(title)}${safety === 'review' ? ' (to review: fix --unsafe)' : ''}`,
    );
  }
  for (const { origin, message } of finding.related) {
    const at = places.range(origin).start;
    lines.push(
      `  ${style.muted('see:')} ${neutralize(origin.path)}:${at.line}:${at.column} ${neutralize(message)}`,
    );
  }
  if (finding.targets.length > 1) lines.push(`  ${style.muted('for:')} ${finding.targets.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

function severity(name: Severity, style: Paint): string {
  return style[name](name);
}

/** Characters shown of one line: enough for real lines, cut around the carets for hostile ones. */
const widest = 120;

interface Place {
  readonly line: number;
  readonly column: number;
}

function excerpt(source: SourceText | undefined, start: Place, end: Place, style: Paint): readonly string[] {
  const text = source?.line(start.line);
  if (text === undefined || text === '') return [];
  const from = Math.max(0, Math.min(start.column - 1, text.length) - widest / 2);
  const shown = text.slice(from, from + widest);
  const first = start.column - 1 - from;
  const lastColumn = end.line === start.line ? end.column - 1 : text.length;
  const length = Math.max(1, Math.min(lastColumn - from, shown.length) - first);
  const number = String(start.line);
  const before = from > 0 ? '...' : '';
  const prefix = neutralize(expandTabs(shown.slice(0, first)));
  const marked = neutralize(expandTabs(shown.slice(first, first + length)));
  const rest = neutralize(expandTabs(shown.slice(first + length)));
  const after = from + widest < text.length ? '...' : '';
  return [
    `  ${style.muted(`${number} |`)} ${before}${prefix}${marked}${rest}${after}`,
    `  ${style.muted(`${' '.repeat(number.length)} |`)} ${' '.repeat(before.length + prefix.length)}${style.error('^'.repeat(Math.max(1, marked.length)))}`,
  ];
}

function expandTabs(text: string): string {
  return text.replaceAll('\t', '    ');
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function summaryLine(report: LintReport, { error, warning, info }: Counts): string {
  const linted = report.files.filter(({ status }) => status === 'linted').length;
  const skipped = report.files.filter(({ status }) => status === 'skipped').length;
  const left = skipped === 0 ? '' : `, ${plural(skipped, 'other file')} left alone`;
  return `${plural(error, 'error')}, ${plural(warning, 'warning')}, ${info} info in ${plural(linted, 'file')}${left}\n`;
}
