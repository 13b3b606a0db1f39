import type { SyntaxProblem } from '../tree.ts';

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
