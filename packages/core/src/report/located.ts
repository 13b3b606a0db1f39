import { redactSecrets } from '../dialects/secrets.ts';
import type { Origin } from '../model/provenance.ts';
import type { Finding } from '../rules/rule.ts';
import { type SourceText, sourceText } from '../text/source.ts';
import type { Range } from '../text/span.ts';
import type { LintReport } from './report.ts';

/** Turns offsets into lines and columns; each file's line index is made once. Lines are without secrets. */
export interface Locator {
  range(origin: Origin): Range;
  source(path: string): SourceText | undefined;
}

const nowhere: Range = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };

/** A locator for the files of a report. A place in a file that could not be read is its beginning. */
export function locator(report: LintReport): Locator {
  const texts = new Map(
    report.files.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const])),
  );
  const sources = new Map<string, SourceText>();
  const source = (path: string): SourceText | undefined => {
    const known = sources.get(path);
    const text = texts.get(path);
    if (known !== undefined || text === undefined) return known;
    const made = sourceText(redactSecrets(text));
    sources.set(path, made);
    return made;
  };
  return { source, range: ({ path, span }) => source(path)?.range(span) ?? nowhere };
}

export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

export function countFindings(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Control characters as visible escapes, so that a file cannot write to the terminal of who reads about it. */
export function neutralize(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g,
    (character) => {
      const code = character.charCodeAt(0);
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
    },
  );
}
