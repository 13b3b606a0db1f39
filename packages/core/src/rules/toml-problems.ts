import type { Parsed } from '../dialects/document.ts';
import { conflictProblems } from '../runtimes/containers/decoder.ts';
import type { Span } from '../text/span.ts';
import type { Fix } from './rule.ts';

/** Ids of problems that are none in TOML 1.1. */
export const toml11Problems: ReadonlySet<string> = new Set([
  'inline-table-newline',
  'inline-table-trailing-comma',
  'escape-of-toml-1-1',
  'time-without-seconds',
]);

/** What the general syntax rule leaves to a rule of its own. */
export const problemsOfOtherRules: ReadonlySet<string> = new Set([
  ...conflictProblems,
  ...toml11Problems,
  'wrong-type',
  'byte-order-mark',
  'bare-carriage-return',
]);

/** The same in TOML 1.0, where that is a matter of a few characters. */
export function toml11Fixes({ path, source }: Parsed, id: string, span: Span): readonly Fix[] {
  const text = source.slice(span);
  const newText = toml10Text(id, text);
  if (newText === undefined || newText === text) return [];
  return [{ title: 'Write it as in TOML 1.0', safety: 'safe', edits: [{ path, span, newText }] }];
}

function toml10Text(id: string, text: string): string | undefined {
  if (id === 'inline-table-trailing-comma') return text === ',' ? '' : undefined;
  if (id === 'escape-of-toml-1-1') {
    if (text === '\\e') return '\\u001B';
    return /^\\x[0-9A-Fa-f]{2}$/.test(text) ? `\\u00${text.slice(2)}` : undefined;
  }
  return undefined;
}
