import type { Severity } from '../rules/rule.ts';
import { locator } from './located.ts';
import type { LintReport } from './report.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Workflow commands that a hosted runner shows at the line. */
export function renderGithub(report: LintReport): string {
  const places = locator(report);
  const unreadable = report.files
    .filter(({ status }) => status === 'unreadable')
    .map(
      ({ path, reason }) =>
        `::error file=${escapeProperty(path)}::${escapeData(reason ?? 'cannot be read')}\n`,
    );
  const findings = report.findings.map((finding) => {
    const { start, end } = places.range(finding);
    const properties = [
      `file=${escapeProperty(finding.path)}`,
      `line=${start.line}`,
      `endLine=${end.line}`,
      // columns are only understood within one line
      ...(start.line === end.line ? [`col=${start.column}`, `endColumn=${end.column}`] : []),
      `title=${escapeProperty(`${finding.code} ${finding.rule}`)}`,
    ];
    const text = [finding.message, finding.why, finding.advice].filter(Boolean).join(' ');
    return `::${commands[finding.severity]} ${properties.join(',')}::${escapeData(text)}\n`;
  });
  return [...unreadable, ...findings].join('');
}

const grades: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };

/** Code quality report: a JSON list; the fingerprint stays the same when lines above change. */
export function renderGitlab(report: LintReport): string {
  const places = locator(report);
  const seen = new Map<string, number>();
  const issues = report.findings.map((finding) => {
    const text = places.source(finding.path)?.slice(finding.span) ?? '';
    const key = `${finding.code}\u0000${finding.path}\u0000${finding.message}\u0000${text}`;
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    const { start, end } = places.range(finding);
    return {
      description: finding.message,
      check_name: finding.code,
      fingerprint: fingerprint(`${key}\u0000${count}`),
      severity: finding.fatal ? 'blocker' : grades[finding.severity],
      location: { path: finding.path, lines: { begin: start.line, end: end.line } },
    };
  });
  return `${JSON.stringify(issues, null, 1)}\n`;
}

/** 64 bits of FNV-1a over UTF-16 units, as hex: an identity, not a secret. */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash ^= BigInt(text.charCodeAt(index));
    hash = BigInt.asUintN(64, hash * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
