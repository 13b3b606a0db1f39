import { docsAddress } from './docs-address.ts';
import type { Finding, RuleFinding, RuleMeta, Severity } from './rule.ts';

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Whether `a` is worse than `b`. */
function isWorse(a: Severity, b: Severity): boolean {
  return rank[a] < rank[b];
}

/** What a rule said, completed to what is reported. */
export function completeFinding(meta: RuleMeta, found: RuleFinding, target: string): Finding {
  return {
    ...found,
    message: clipped(found.message),
    why: clipped(found.why),
    ...(found.advice !== undefined && { advice: clipped(found.advice) }),
    code: meta.code,
    rule: meta.name,
    severity: found.fatal === true ? 'error' : (found.severity ?? meta.severity),
    fatal: found.fatal ?? false,
    related: found.related ?? [],
    fixes: (found.fixes ?? []).map((fix) => ({ ...fix, title: clipped(fix.title) })),
    targets: [target],
    docs: docsAddress(meta.code),
  };
}

/** Entries of hostile files have any length; what is said of them has not. */
function clipped(text: string): string {
  const most = 2000;
  return text.length <= most ? text : `${text.slice(0, most / 2)} ... ${text.slice(-most / 2)}`;
}

/**
 * Collects findings. Equal ones (same rule, file, span and message) become one: the worst severity with its wording,
 * and every target listed in the order in which they came.
 */
export interface FindingCollector {
  add(finding: Finding): void;
  /** Sorted by path, offset and code. */
  sorted(): readonly Finding[];
}

export function findingCollector(): FindingCollector {
  const byKey = new Map<string, Finding>();
  return {
    add: (finding) => {
      const { start, end } = finding.span;
      const key = `${finding.code}\n${start}\n${end}\n${finding.path}\n${finding.message}`;
      const earlier = byKey.get(key);
      byKey.set(key, earlier === undefined ? finding : mergeTwo(earlier, finding));
    },
    sorted: () => sortFindings([...byKey.values()]),
  };
}

function mergeTwo(earlier: Finding, later: Finding): Finding {
  const laterIsWorse =
    (later.fatal && !earlier.fatal) ||
    (later.fatal === earlier.fatal && isWorse(later.severity, earlier.severity));
  const worse = laterIsWorse ? later : earlier;
  const other = laterIsWorse ? earlier : later;
  const targets = earlier.targets.includes(later.targets[0]!)
    ? earlier.targets
    : [...earlier.targets, ...later.targets];
  return { ...worse, targets, fixes: worse.fixes.length > 0 ? worse.fixes : other.fixes };
}

/** By path, then offset, then code; a copy. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      compare(a.path, b.path) ||
      a.span.start - b.span.start ||
      compare(a.code, b.code) ||
      a.span.end - b.span.end ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
