import type { SyntaxProblem } from '../tree.ts';

/**
 * Problems after which a statement was still read to its true end: what follows on the line is then another fault.
 * Some reader may tolerate each of these, so that nothing may hide behind them.
 */
const WELL_FORMED: ReadonlySet<string> = new Set([
  'inline-table-newline',
  'inline-table-trailing-comma',
  'escape-of-toml-1-1',
  'time-without-seconds',
  'invalid-date',
  'duplicate-key',
  'key-conflict',
  'duplicate-table',
  'table-conflict',
]);

/** Whether a problem from index `from` on leaves open where the statement ends. */
export function hasSyntaxFault(problems: readonly SyntaxProblem[], from: number): boolean {
  for (let i = from; i < problems.length; i++) if (!WELL_FORMED.has(problems[i]!.id)) return true;
  return false;
}

/** Problems in document order. */
export function sortProblems(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  return [...problems].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Adds the lone surrogates of the text (no UTF-8 file can hold them), unless a problem covers them already. */
export function addSurrogateProblems(text: string, problems: SyntaxProblem[]): SyntaxProblem[] {
  if (text.isWellFormed()) return problems;
  const found: SyntaxProblem[] = [];
  let next = 0;
  let covered = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0xd800 || code > 0xdfff) continue;
    if (code < 0xdc00) {
      const low = text.charCodeAt(at + 1);
      if (low >= 0xdc00 && low <= 0xdfff) {
        at++;
        continue;
      }
    }
    for (; next < problems.length && problems[next]!.span.start <= at; next++)
      covered = Math.max(covered, problems[next]!.span.end);
    if (covered > at) continue;
    const message = 'Half of a surrogate pair stands here; the text is not Unicode.';
    found.push({ id: 'lone-surrogate', message, span: { start: at, end: at + 1 } });
  }
  return sortProblems([...problems, ...found]);
}
