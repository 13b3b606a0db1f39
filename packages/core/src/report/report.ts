import type { Finding } from '../rules/rule.ts';

/** One judged input, for reports. */
export interface ReportFile {
  readonly path: string;
  readonly dialect: string | null;
  readonly status: 'linted' | 'skipped' | 'unreadable';
  readonly reason?: string;
  /** Absent for files that could not be read. */
  readonly text?: string;
}

/** Everything a reporter needs. Reporters are pure: data in, string out. */
export interface LintReport {
  readonly toolVersion: string;
  readonly files: readonly ReportFile[];
  /** Sorted by path, then offset, then code. */
  readonly findings: readonly Finding[];
}
