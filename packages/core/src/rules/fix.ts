import type { Target } from '../model/target.ts';
import { createNode, parseSnapshot } from '../snapshot/parse.ts';
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
  /** As for lint. */
  readonly now?: number;
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

interface AppliedFix {
  readonly code: RuleCode;
  readonly rule: string;
  readonly path: string;
  readonly title: string;
  readonly safety: Fix['safety'];
}

/** Rounds after which fixing stops; real files need two or three. */
const maximalRounds = 60;

/**
 * Applies fixes until none is left to apply. Each round takes, in order, the fixes that do not touch the text of one
 * already taken, then judges again. A fix is applied whole or not at all.
 *
 * Two fixes can be right each and wrong together (two misspelt keys that become one). So a round after which a reader
 * would refuse a file that it took before is done again with half of the fixes, and a fix that does so alone is left.
 * Rounds are bounded, and one that leads back to texts seen before is not taken: fixes that undo each other end too.
 */
export function applyFixes(input: FixInput): FixResult {
  let nodes = input.nodes;
  const applied: AppliedFix[] = [];
  const seen = new Set([fingerprint(nodes)]);
  const harmful = new Set<string>();
  let judged = judge(input, nodes);
  let limit = Number.POSITIVE_INFINITY;
  for (let round = 0; round < maximalRounds; round++) {
    const chosen = choose(judged.findings, { level: input.level, limit, harmful });
    if (chosen.applied.length === 0) break;
    const next = nodes.map((node) => applyTo(node, chosen.edits));
    const print = fingerprint(next);
    if (seen.has(print)) break;
    const after = judge(input, next);
    if (refusesMore(judged, after)) {
      limit = Math.floor(chosen.applied.length / 2);
      if (limit === 0) harmful.add(chosen.keys[0]!);
      limit = Math.max(limit, 1);
      continue;
    }
    seen.add(print);
    harmful.clear();
    nodes = next;
    applied.push(...chosen.applied);
    judged = after;
    limit = Number.POSITIVE_INFINITY;
  }
  return { nodes, changed: changedFiles(input.nodes, nodes), applied, left: judged.findings };
}

interface Judged {
  readonly findings: readonly Finding[];
  /** Targets and files: what each reader refuses. */
  readonly refused: ReadonlySet<string>;
}

function refusesMore(before: Judged, after: Judged): boolean {
  return [...after.refused].some((file) => !before.refused.has(file));
}

function judge(input: FixInput, nodes: readonly Snapshot[]): Judged {
  const { targets, rules, settings, now } = input;
  const parsed = nodes.map((node) => parseSnapshot(node));
  const { findings } = lint({
    nodes: parsed,
    targets,
    rules,
    ...(settings === undefined ? {} : { settings }),
    ...(now !== undefined && { now }),
  });
  const refused = parsed.flatMap((node) =>
    targets.flatMap((target) => {
      const { loadErrors } = createNode(node, target).config();
      return loadErrors.map(({ origin }) => `${target.id} ${origin.path}`);
    }),
  );
  return { findings, refused: new Set(refused) };
}

interface Chosen {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly applied: readonly AppliedFix[];
  /** What names each fix among those of this round. */
  readonly keys: readonly string[];
}

interface Choice {
  readonly level: FixInput['level'];
  /** How many fixes at most. */
  readonly limit: number;
  /** Fixes that are not taken. */
  readonly harmful: ReadonlySet<string>;
}

function choose(findings: readonly Finding[], { level, limit, harmful }: Choice): Chosen {
  const edits = new Map<string, TextEdit[]>();
  const claimed = new Map<string, ClaimedSpans>();
  const applied: AppliedFix[] = [];
  const keys: string[] = [];
  for (const finding of findings) {
    if (applied.length >= limit) break;
    const fix = allowedFix(finding, level);
    const { code, rule, path } = finding;
    const key = `${code} ${path} ${fix?.title} ${fix?.edits.map(({ newText }) => newText).join('|')}`;
    if (fix === undefined || harmful.has(key) || !claim(claimed, fix)) continue;
    for (const edit of fix.edits) {
      const list = edits.get(edit.path) ?? [];
      list.push({ span: edit.span, newText: edit.newText });
      edits.set(edit.path, list);
    }
    applied.push({ code, rule, path, title: fix.title, safety: fix.safety });
    keys.push(key);
  }
  return { edits, applied, keys };
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
