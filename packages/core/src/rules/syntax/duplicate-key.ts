import type { Parsed } from '../../dialects/document.ts';
import type { Span } from '../../text/span.ts';
import { fatalFindings, refusal } from '../load-errors.ts';
import type { Fix, Rule } from '../rule.ts';
import { conflictProblems } from '../toml-problems.ts';

export const duplicateKey: Rule = {
  meta: {
    code: 'MW002',
    name: 'duplicate-key',
    family: 'syntax',
    severity: 'error',
    summary: 'A key or table is defined twice.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B1'],
    cites: ['https://toml.io/en/v1.0.0'],
  },
  check: (context) =>
    fatalFindings(context, ['B1'], ({ value, message, origin }, document) => {
      if (value === undefined || !conflictProblems.has(value)) return undefined;
      return {
        message: message.replace(/^toml: /, ''),
        why: `TOML allows each key and each [table] once. ${refusal(context)}`,
        advice: 'Remove one of the two, or merge them.',
        fixes: document === undefined ? [] : elementFix(document, origin.span),
      };
    }),
};

/** `[registry]` twice: they were meant as elements of a list. */
function elementFix({ path, source: { text } }: Parsed, span: Span): readonly Fix[] {
  const before = /(?:^|[^[])(\[\s*)$/.exec(text.slice(Math.max(0, span.start - 20), span.start))?.[1];
  const after = /^[^\]\n]{1,40}\]/.exec(text.slice(span.start, span.start + 60))?.[0];
  if (before === undefined || after === undefined) return [];
  const header = before + after;
  if (!/^\[\s*(registry|registry\s*\.\s*mirror)\s*\]$/.test(header)) return [];
  const start = span.start - before.length;
  const edits = [{ path, span: { start, end: start + header.length }, newText: `[${header}]` }];
  return [{ title: `Write [${header}], one element of a list`, safety: 'safe', edits }];
}
