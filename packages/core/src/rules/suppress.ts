import type { Parsed } from '../dialects/document.ts';
import type { Target } from '../model/target.ts';
import { closest } from '../text/closest.ts';
import type { Span } from '../text/span.ts';
import { completeFinding } from './merge.ts';
import type { Finding, Rule, RuleFinding } from './rule.ts';
import { readSuppressions, type Suppression } from './suppress-comments.ts';
import { suppressionWithoutReason } from './syntax/suppression-without-reason.ts';
import { unknownSuppressionCode } from './syntax/unknown-suppression-code.ts';
import { unusedSuppression } from './syntax/unused-suppression.ts';

export interface SuppressInput {
  readonly findings: readonly Finding[];
  readonly documents: ReadonlyMap<string, Parsed>;
  readonly rules: readonly Rule[];
  readonly targets: readonly Target[];
  /** Which codes of a document are judged here; the others are judged elsewhere. All when left out. */
  readonly judges?: (code: string, document: Parsed) => boolean;
}

export interface Suppressed {
  /** What is left, with the findings about the suppressions themselves; not sorted. */
  readonly findings: readonly Finding[];
  readonly hidden: number;
}

/**
 * Hides what comments suppress, and judges the comments: a reason is required, codes must exist, and each must hide
 * something. A suppression without a reason hides nothing. Fatal findings cannot be hidden.
 */
export function judgeSuppressions(input: SuppressInput): Suppressed {
  const state: State = { input, names: codesByName(input.rules), made: [], active: [] };
  for (const document of input.documents.values()) {
    for (const suppression of readSuppressions(document)) judgeOne(state, suppression, document);
  }
  if (state.active.length === 0 && state.made.length === 0) return { findings: input.findings, hidden: 0 };
  const hidden = hideFindings(state);
  for (const one of state.active) reportUnused(state, one);
  const kept = input.findings.filter((finding) => !hidden.has(finding));
  return { findings: [...kept, ...state.made], hidden: hidden.size };
}

interface State {
  readonly input: SuppressInput;
  /** Codes and names, each to its code. */
  readonly names: ReadonlyMap<string, string>;
  readonly made: Finding[];
  readonly active: ActiveCode[];
}

/** One code of one suppression. */
interface ActiveCode {
  readonly code: string;
  readonly suppression: Suppression;
  readonly span: Span;
  used: boolean;
  /** It matched a finding that cannot be hidden. */
  fatal: boolean;
}

function codesByName(rules: readonly Rule[]): ReadonlyMap<string, string> {
  return new Map(
    rules.flatMap(
      ({ meta }) =>
        [
          [meta.code, meta.code],
          [meta.name, meta.code],
        ] as const,
    ),
  );
}

function judgeOne(state: State, suppression: Suppression, document: Parsed): void {
  const { path, span, codes, reason } = suppression;
  if (codes.length === 0 || reason === '') {
    const missing = codes.length === 0 ? 'the codes of the rules' : 'a reason';
    report(state, suppressionWithoutReason, {
      path,
      span,
      message: `This suppression lacks ${missing}.`,
      why: 'It hides nothing: a suppression must say which findings it hides, and why that is right.',
      advice: 'Write it as `# mirrorwright-ignore MW201: the reason`.',
    });
    return;
  }
  for (const code of codes) activate(state, suppression, code, document);
}

function activate(
  state: State,
  suppression: Suppression,
  written: Suppression['codes'][number],
  document: Parsed,
): void {
  const { path } = suppression;
  const code = state.names.get(written.text);
  if (code === undefined) {
    const meant = closest(written.text, state.names.keys());
    report(state, unknownSuppressionCode, {
      path,
      span: written.span,
      message: `No rule has the code ${JSON.stringify(written.text)}.`,
      why: 'The suppression hides nothing.',
      advice:
        meant === undefined ? 'Run `mirrorwright rules` for the list of codes.' : `Did you mean ${meant}?`,
    });
    return;
  }
  if (state.input.judges?.(code, document) === false) return;
  state.active.push({ code, suppression, span: written.span, used: false, fatal: false });
}

/**
 * The findings that suppressions hide; marks the suppressions that were used. Of several equal ones the first is used.
 * Findings are sorted, so each suppression looks only at those that it covers.
 */
function hideFindings({ active, input }: State): ReadonlySet<Finding> {
  const hidden = new Set<Finding>();
  if (active.length === 0) return hidden;
  const byRule = new Map<string, Finding[]>();
  for (const finding of input.findings) {
    const key = `${finding.code} ${finding.path}`;
    const list = byRule.get(key);
    if (list === undefined) byRule.set(key, [finding]);
    else list.push(finding);
  }
  const seen = new Set<string>();
  for (const one of active) {
    const { covers, path } = one.suppression;
    const key = `${one.code} ${path}`;
    const place = `${key} ${covers?.start} ${covers?.end}`;
    if (covers === undefined || seen.has(place)) continue;
    seen.add(place);
    const list = byRule.get(key) ?? [];
    for (let at = firstFrom(list, covers.start); at < list.length; at++) {
      const finding = list[at]!;
      if (finding.span.start > covers.end) break;
      if (finding.fatal) one.fatal = true;
      else {
        one.used = true;
        hidden.add(finding);
      }
    }
  }
  return hidden;
}

/** Index of the first finding that starts at or after `offset`. */
function firstFrom(findings: readonly Finding[], offset: number): number {
  let low = 0;
  let high = findings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (findings[middle]!.span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function reportUnused(state: State, { code, suppression, span, used, fatal }: ActiveCode): void {
  if (used) return;
  report(state, unusedSuppression, {
    path: suppression.path,
    span,
    message: fatal
      ? `${code} cannot be hidden here.`
      : `No finding of ${code} is hidden by this suppression.`,
    why: fatal
      ? 'The reader refuses the whole file, so the finding stays.'
      : 'A suppression that hides nothing today may hide a real fault tomorrow.',
    advice: fatal ? 'Correct the file and remove the suppression.' : 'Remove it.',
  });
}

/** The rule must be among those asked for. */
function report(state: State, rule: Rule, finding: RuleFinding): void {
  if (!state.input.rules.includes(rule)) return;
  const complete = completeFinding(rule.meta, finding, '');
  state.made.push({ ...complete, targets: state.input.targets.map(({ id }) => id) });
}
