import type { RuleMeta } from '../rules/rule.ts';
import { renderGithub, renderGitlab } from './ci.ts';
import { renderJson, renderJsonLines } from './json.ts';
import type { LintReport } from './report.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';
import { renderCheckstyle, renderJunit } from './xml.ts';

/** Formats of lint, as `--format` names them. */
export const reportFormats = [
  'text',
  'json',
  'jsonl',
  'sarif',
  'junit',
  'checkstyle',
  'github',
  'gitlab',
] as const;

export type ReportFormat = (typeof reportFormats)[number];

export interface ReportOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  /** Metadata of all rules, for formats that describe them. */
  readonly rules: readonly RuleMeta[];
}

/** A report as text in one of the formats. Pure; ends with a line end unless it is empty. */
export function renderReport(format: ReportFormat, report: LintReport, options: ReportOptions): string {
  switch (format) {
    case 'text':
      return renderText(report, options);
    case 'json':
      return renderJson(report);
    case 'jsonl':
      return renderJsonLines(report);
    case 'sarif':
      return renderSarif(report, options.rules);
    case 'junit':
      return renderJunit(report);
    case 'checkstyle':
      return renderCheckstyle(report);
    case 'github':
      return renderGithub(report);
    case 'gitlab':
      return renderGitlab(report);
  }
}
