import type { JsonToken } from './json-scan.ts';
import { quoted } from './problem-text.ts';
import type { ScalarNode, SyntaxProblem } from './tree.ts';

/** A string, number or keyword as a node. */
export function jsonScalar(token: JsonToken, text: string): ScalarNode {
  const span = { start: token.start, end: token.end };
  if (token.kind === 'string')
    return { kind: 'scalar', type: 'string', value: token.value, style: 'basic', span };
  const raw = text.slice(token.start, token.end);
  if (raw === 'null') return { kind: 'scalar', type: 'null', value: null, style: 'bare', span };
  if (raw === 'true' || raw === 'false')
    return { kind: 'scalar', type: 'boolean', value: raw === 'true', style: 'bare', span };
  const number = Number(raw);
  if (!/^-?\d+$/.test(raw)) return { kind: 'scalar', type: 'float', value: number, style: 'bare', span };
  // No reader takes integers of hundreds of digits, and reading them exactly is slow.
  const exact = Number.isSafeInteger(number) || raw.length > 400;
  return { kind: 'scalar', type: 'integer', value: exact ? number : BigInt(raw), style: 'bare', span };
}

/** What is wrong inside a string or number: escapes, control characters, a missing end. */
export function scalarProblems(token: JsonToken, text: string): readonly SyntaxProblem[] {
  const span = { start: token.start, end: token.end };
  const raw = text.slice(token.start, token.end);
  if (token.kind === 'number') return numberProblems(token, raw);
  if (token.kind !== 'string') return [];
  const problems: SyntaxProblem[] = [];
  for (const match of raw.matchAll(
    /[\x00-\x1f]|\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt]|u[0-9a-fA-F]{0,3}|[\s\S]?)/g,
  )) {
    const found = match[0];
    const at = token.start + match.index;
    if (found.startsWith('\\')) {
      if (/^\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])$/.test(found)) continue;
      const message = `the escape ${quoted(found)} does not exist in JSON`;
      problems.push({ id: 'invalid-escape', message, span: { start: at, end: at + found.length } });
    } else {
      const code = found.charCodeAt(0).toString(16).padStart(4, '0');
      const message = `a string may hold the control character U+${code.toUpperCase()} only as the escape \\u${code}`;
      problems.push({ id: 'control-character', message, span: { start: at, end: at + 1 } });
    }
  }
  if (token.unfinished)
    problems.push({ id: 'unclosed-string', message: 'this string has no closing quote', span });
  return problems;
}

function numberProblems(token: JsonToken, raw: string): readonly SyntaxProblem[] {
  if (!token.unfinished && Number.isFinite(Number(raw))) return [];
  const span = { start: token.start, end: token.end };
  return [{ id: 'invalid-number', message: `${quoted(raw)} is not a number`, span }];
}
