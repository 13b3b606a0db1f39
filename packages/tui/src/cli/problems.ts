import type { GenerateProblem, Parsed } from '@mirrorwright/core';

/** More of one file tell nobody more. */
const shown = 5;

/** What keeps files from being read whole, one line each with its place, and what to do. '' where they are sound. */
export function syntaxLines(documents: readonly Parsed[]): string {
  const lines = documents.flatMap(({ path, source, tree: { problems } }) => {
    const all = problems.map(
      ({ message, span }) => `mirrorwright: ${path}:${source.position(span.start).line} ${message}\n`,
    );
    const different = [...new Set(all)];
    const first = different.slice(0, shown);
    const more = different.length - first.length;
    return more > 0 ? [...first, `mirrorwright: ${path}: ${more} more lines like these\n`] : first;
  });
  if (lines.length === 0) return '';
  return `${lines.join('')}mirrorwright: correct that first: what a part of the files comes to would be wrong\n`;
}

/** Why no right files can be made, one line each, with the place where it is known. */
export function problemLines(problems: readonly GenerateProblem[], documents: readonly Parsed[]): string {
  const sources = new Map(documents.map(({ path, source }) => [path, source]));
  return problems
    .map(({ path, message, span }) => {
      const source = sources.get(path);
      const line = span === undefined || source === undefined ? '' : `:${source.position(span.start).line}`;
      return `mirrorwright: ${path}${line} ${message}\n`;
    })
    .join('');
}
