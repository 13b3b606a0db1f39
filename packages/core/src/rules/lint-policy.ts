import type { Parsed } from '../dialects/document.ts';
import { generate } from '../generate/generate.ts';
import type { Generated, GenerateOptions } from '../generate/generated.ts';
import type { Target } from '../model/target.ts';
import type { MirrorPolicy } from '../policy/model.ts';
import { defaultTarget, parseTarget } from '../runtimes/containers/targets.ts';
import { type ParsedSnapshot, parseSnapshot } from '../snapshot/parse.ts';
import { rootUser, type Snapshot, type SnapshotFile } from '../snapshot/snapshot.ts';
import { contains, type Span } from '../text/span.ts';
import { findingCollector } from './merge.ts';
import { policyPlaces } from './policy-places.ts';
import type { Finding, Rule } from './rule.ts';
import { lint } from './run.ts';
import type { Settings } from './settings.ts';

export interface LintPolicyOptions extends GenerateOptions {
  readonly rules: readonly Rule[];
  /** Default: the targets of the policy; where it names none that is known, the default target. */
  readonly targets?: readonly Target[];
  /** The files of the node as they are; default: none. */
  readonly existing?: Snapshot;
  readonly settings?: Settings;
}

export interface PolicyLint {
  /**
   * At places of the policy: what its own rules find, and what other rules find in the files made from it, mapped
   * back to the line that causes it. Sorted by place. The fixes of the latter are left out: they are for the files.
   */
  readonly findings: readonly Finding[];
  /** What was made, in the order of the targets. */
  readonly generated: readonly Generated[];
}

/**
 * Judges a mirror policy together with the files it comes to, for each of its targets. The wizard and `preview` show
 * these findings beside the answers that cause them. Pure; never throws for what the policy says.
 */
export function lintPolicy(policy: Parsed<MirrorPolicy>, options: LintPolicyOptions): PolicyLint {
  const targets = options.targets ?? policyTargets(policy.model);
  const { rules, settings, existing = emptySnapshot } = options;
  const own = lint({ nodes: [alone(policy)], targets, rules, ...(settings && { settings }) });
  const collector = findingCollector();
  for (const finding of own.findings) collector.add(finding);
  const known = new Map(rules.map(({ meta }) => [meta.code, meta.covers]));
  const owner = ownerIn(policy.model);
  const said = new Set<string>();
  for (const { code, span, related } of own.findings) {
    const places = [span, ...related.map(({ origin }) => origin.span)];
    for (const id of known.get(code) ?? []) for (const place of places) said.add(`${id} ${owner(place)}`);
  }
  const generated = targets.map((target) => {
    const made = generate(policy, target, existing, options);
    for (const finding of findingsOf(made, target, options, existing)) {
      const here = mapped(finding, policy, made);
      // The same mistake, which a rule about policies has explained already.
      if ((known.get(finding.code) ?? []).some((id) => said.has(`${id} ${owner(here.span)}`))) continue;
      collector.add(here);
    }
    return made;
  });
  return { findings: collector.sorted(), generated };
}

/** The upstream that a place belongs to, by its index; -1 for places outside them. */
function ownerIn({ upstreams }: MirrorPolicy): (place: Span) => number {
  return (place) => {
    let low = 0;
    let high = upstreams.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upstreams[middle]!.span.start <= place.start) low = middle + 1;
      else high = middle;
    }
    const upstream = upstreams[low - 1];
    return upstream !== undefined && contains(upstream.span, place) ? low - 1 : -1;
  };
}

/** The targets that a policy names and that are known; the default target where there are none. */
export function policyTargets({ targets }: MirrorPolicy): readonly Target[] {
  const known = new Map<string, Target>();
  for (const { value } of targets) {
    const parsed = parseTarget(value);
    if (parsed.ok) known.set(parsed.target.id, parsed.target);
  }
  return known.size === 0 ? [defaultTarget] : [...known.values()];
}

const emptySnapshot: Snapshot = { files: [], rooted: true, user: rootUser, unreadable: [] };

function alone(policy: Parsed<MirrorPolicy>): ParsedSnapshot {
  const files = [{ path: policy.path, text: policy.source.text }];
  return { snapshot: { ...emptySnapshot, files, rooted: false }, documents: [policy], skipped: [] };
}

/** What is found in the files made, read together with the others of the node. */
function findingsOf(
  made: Generated,
  target: Target,
  { rules, settings }: LintPolicyOptions,
  existing: Snapshot,
): readonly Finding[] {
  const files = new Map<string, SnapshotFile>(existing.files.map((file) => [file.path, file]));
  const paths = new Set<string>();
  for (const { path, content } of made.files) {
    const bare = path.slice(1);
    paths.add(bare);
    files.set(bare, { path: bare, text: content });
  }
  const nodes = [parseSnapshot({ ...existing, files: [...files.values()] })];
  const { findings } = lint({ nodes, targets: [target], rules, ...(settings && { settings }) });
  return findings.filter(({ path }) => paths.has(path));
}

function mapped(finding: Finding, policy: Parsed<MirrorPolicy>, made: Generated): Finding {
  const file = made.files.find(({ path }) => path.slice(1) === finding.path);
  const place = file === undefined ? undefined : policyPlaces(policy, file);
  const span = place?.(finding.span.start) ?? { start: 0, end: 0 };
  const related = finding.related.flatMap(({ origin, message }) => {
    const at = origin.path === finding.path ? place?.(origin.span.start) : undefined;
    return at === undefined ? [] : [{ origin: { path: policy.path, span: at }, message }];
  });
  return { ...finding, path: policy.path, span, related, fixes: [] };
}
