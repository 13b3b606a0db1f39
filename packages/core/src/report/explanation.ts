import type { Candidate, Explanation, TraceLine } from '../explain/explanation.ts';
import type { Origin } from '../model/provenance.ts';
import { neutralize } from './located.ts';
import { type Paint, paint } from './style.ts';

/** Line of a place in a file of the node, from 1; undefined when the file is not known. */
export type LineOf = (origin: Origin) => number | undefined;

/** `explain --format json`, as the command line contract describes it. */
export function renderExplanationJson(explanation: Explanation, lineOf: LineOf): string {
  return `${JSON.stringify({ version: 1, ...explanationData(explanation, lineOf) }, null, 1)}\n`;
}

function place(origin: Origin | null, lineOf: LineOf): { readonly path?: string; readonly line?: number } {
  if (origin === null) return {};
  const line = lineOf(origin);
  return { path: origin.path, ...(line === undefined ? {} : { line }) };
}

function explanationData(explanation: Explanation, lineOf: LineOf): Readonly<Record<string, unknown>> {
  const { reference, target, matched, candidates, verdict, error, trace, shortName } = explanation;
  return {
    reference,
    target,
    matched: matched === null ? null : { prefix: matched.prefix, ...place(matched.origin, lineOf) },
    candidates: candidates.map(({ because, ...candidate }) => ({
      ...candidate,
      because: { ...place(because.origin, lineOf), text: because.text },
    })),
    verdict,
    error,
    trace: trace.map(({ text, origin }) => ({ text, ...place(origin, lineOf) })),
    ...(shortName !== undefined && {
      shortName: {
        alias: shortName.alias,
        tried: shortName.tried.map((tried) => explanationData(tried, lineOf)),
      },
    }),
  };
}

/** For people: the answer first, then each endpoint with the line that says so, then how it came about. */
export function renderExplanationText(explanation: Explanation, lineOf: LineOf, color: boolean): string {
  const style = paint(color);
  const lines = [heading(explanation, style), ''];
  const tried = explanation.shortName?.tried ?? [];
  if (tried.length > 1) {
    for (const each of tried)
      lines.push(...candidateBlock(each, lineOf, style, `as ${each.reference.canonical}`), '');
  } else lines.push(...candidateBlock(explanation, lineOf, style, undefined), '');
  lines.push(style.muted('how'), ...explanation.trace.map((line) => `  ${traceText(line, lineOf)}`));
  return `${lines.join('\n')}\n`;
}

function heading({ reference, target, verdict, error }: Explanation, style: Paint): string {
  const name = neutralize(reference.canonical ?? reference.input);
  const asked = `${style.path(name)} for ${target}`;
  if (verdict === 'ok') return `${asked}: ${style.ok('ok')}`;
  return `${asked}: ${style.error(verdict)}${error === null ? '' : `\n  ${neutralize(error)}`}`;
}

function candidateBlock(
  explanation: Explanation,
  lineOf: LineOf,
  style: Paint,
  title: string | undefined,
): readonly string[] {
  const head = title === undefined ? [] : [title];
  if (explanation.candidates.length === 0) return [...head, '  nothing is tried'];
  return [
    ...head,
    ...explanation.candidates.flatMap((candidate) => candidateLines(candidate, lineOf, style)),
  ];
}

function candidateLines(candidate: Candidate, lineOf: LineOf, style: Paint): readonly string[] {
  const { order, reference, insecure, blockedBy, because, url, location } = candidate;
  const number = order === null ? ' -' : String(order).padStart(2);
  const what = reference === '' ? `${location ?? ''} (not asked)` : reference;
  const marks = [
    insecure ? style.warning('insecure') : '',
    blockedBy === undefined ? '' : style.error('blocked'),
  ].filter(Boolean);
  const first = `${number}  ${neutralize(what)}${marks.length > 0 ? `  [${marks.join(', ')}]` : ''}`;
  const cited = because.origin === null ? '' : ` (${citation(because.origin, lineOf)})`;
  const lines = [first, `      ${style.muted(neutralize(because.text) + cited)}`];
  if (order !== null && blockedBy === undefined) lines.push(`      ${style.muted(neutralize(url))}`);
  return lines;
}

function citation(origin: Origin, lineOf: LineOf): string {
  const line = lineOf(origin);
  return neutralize(line === undefined ? origin.path : `${origin.path}:${line}`);
}

function traceText({ text, origin }: TraceLine, lineOf: LineOf): string {
  return origin === null ? neutralize(text) : `${citation(origin, lineOf)}  ${neutralize(text)}`;
}
