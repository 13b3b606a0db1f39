import type { Target } from '../model/target.ts';
import { parseSnapshot } from '../snapshot/parse.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { type ClaimedSpans, claimedSpans } from './claimed-spans.ts';
import type { Finding, Fix, Rule, RuleCode } from './rule.ts';
import { lint } from './run.ts';
import type { Settings } from './settings.ts';

export interface FixInput {
  readonly nodes: readonly Snapshot[];
  readonly targets: readonly Target[];
  readonly rules: readonly Rule[];
  readonly settings?: Settings;
  /** safe: only fixes that keep what the author meant. review: also those that a person should look at. */
  readonly level: 'safe' | 'review';
}

export interface FixResult {
  /** The nodes with their new texts. */
  readonly nodes: readonly Snapshot[];
  /** Files that changed, in order of path. */
  readonly changed: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly applied: readonly AppliedFix[];
  /** What lint says of the new texts. */
  readonly left: readonly Finding[];
}

export interface AppliedFix {
  readonly code: RuleCode;
  readonly rule: string;
  readonly path: string;
  readonly title: string;
  readonly safety: Fix['safety'];
}

/** Rounds after which fixing stops; real files need two or three. */
const maximalRounds = 20;

/**
 * Applies fixes until none is left to apply. Each round takes, in order, the fixes that do not touch the text of one
 * already taken, then judges again. A fix is applied whole or not at all. Rounds are bounded, and a round that leads
 * back to texts seen before is not taken, so two fixes that undo each other end too.
 */
export function applyFixes(input: FixInput): FixResult {
  let nodes = input.nodes;
  const applied: AppliedFix[] = [];
  const seen = new Set([fingerprint(nodes)]);
  let left = judge(input, nodes);
  for (let round = 0; round < maximalRounds; round++) {
    const chosen = choose(left, input.level);
    if (chosen.applied.length === 0) break;
    const next = nodes.map((node) => applyTo(node, chosen.edits));
    const print = fingerprint(next);
    if (seen.has(print)) break;
    seen.add(print);
    nodes = next;
    applied.push(...chosen.applied);
    left = judge(input, nodes);
  }
  return { nodes, changed: changedFiles(input.nodes, nodes), applied, left };
}

function judge(input: FixInput, nodes: readonly Snapshot[]): readonly Finding[] {
  const { targets, rules, settings } = input;
  const parsed = nodes.map((node) => parseSnapshot(node));
  return lint({ nodes: parsed, targets, rules, ...(settings === undefined ? {} : { settings }) }).findings;
}

interface Chosen {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly applied: readonly AppliedFix[];
}

function choose(findings: readonly Finding[], level: FixInput['level']): Chosen {
  const edits = new Map<string, TextEdit[]>();
  const claimed = new Map<string, ClaimedSpans>();
  const applied: AppliedFix[] = [];
  for (const finding of findings) {
    const fix = allowedFix(finding, level);
    if (fix === undefined || !claim(claimed, fix)) continue;
    for (const { path, span, newText } of fix.edits) {
      const list = edits.get(path) ?? [];
      list.push({ span, newText });
      edits.set(path, list);
    }
    const { code, rule, path } = finding;
    applied.push({ code, rule, path, title: fix.title, safety: fix.safety });
  }
  return { edits, applied };
}

/** The first safe fix, else (when asked for) the first one for review. */
function allowedFix(finding: Finding, level: FixInput['level']): Fix | undefined {
  const safe = finding.fixes.find(({ safety, edits }) => safety === 'safe' && edits.length > 0);
  if (safe !== undefined || level === 'safe') return safe;
  return finding.fixes.find(({ edits }) => edits.length > 0);
}

/** Takes the text under all edits of the fix, or none of it when some is taken. */
function claim(claimed: Map<string, ClaimedSpans>, fix: Fix): boolean {
  const free = fix.edits.every(({ path, span }) => claimed.get(path)?.isFree(span) ?? true);
  if (!free) return false;
  for (const { path, span } of fix.edits) {
    const spans = claimed.get(path) ?? claimedSpans();
    claimed.set(path, spans);
    spans.claim(span);
  }
  return true;
}

function applyTo(node: Snapshot, edits: Chosen['edits']): Snapshot {
  const files = node.files.map((file) => {
    const mine = edits.get(file.path);
    return mine === undefined ? file : { path: file.path, text: applyEdits(file.text, mine) };
  });
  return { ...node, files };
}

/** Texts seen before are recognised by the texts themselves. */
function fingerprint(nodes: readonly Snapshot[]): string {
  return nodes.flatMap(({ files }) => files.map(({ text }) => `${text.length}:${text}`)).join('');
}

function changedFiles(before: readonly Snapshot[], after: readonly Snapshot[]): FixResult['changed'] {
  const changed = before.flatMap((node, nodeIndex) =>
    node.files.flatMap(({ path, text }, index) => {
      const now = after[nodeIndex]!.files[index]!.text;
      return now === text ? [] : [{ path, before: text, after: now }];
    }),
  );
  return changed.sort((a, b) => (a.path < b.path ? -1 : 1));
}
