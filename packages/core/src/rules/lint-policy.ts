import type { Parsed } from '../dialects/document.ts';
import { generate } from '../generate/generate.ts';
import type { Generated, GeneratedFile, GenerateOptions } from '../generate/generated.ts';
import type { Target } from '../model/target.ts';
import { locateField } from '../policy/locate.ts';
import type { MirrorPolicy } from '../policy/model.ts';
import { defaultTarget } from '../runtimes/containers/targets.ts';
import { parseAnyTarget } from '../runtimes/openshift/target.ts';
import { type ParsedSnapshot, parseSnapshot } from '../snapshot/parse.ts';
import { rootUser, type Snapshot, type SnapshotFile } from '../snapshot/snapshot.ts';
import { contains, type Span } from '../text/span.ts';
import { besideCluster, resourcesAfter } from './beside-cluster.ts';
import { findingCollector } from './merge.ts';
import { policyPlaces } from './policy-places.ts';
import type { Finding, Rule } from './rule.ts';
import { isForPolicies, lint } from './run.ts';
import { applySettings, type Settings } from './settings.ts';
import { judgeSuppressions } from './suppress.ts';

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
  const known = new Map(rules.map(({ meta }) => [meta.code, meta.covers]));
  const owner = ownerIn(policy.model);
  const said = new Set<string>();
  for (const { code, span, related } of own.findings) {
    const places = [span, ...related.map(({ origin }) => origin.span)];
    for (const id of known.get(code) ?? []) for (const place of places) said.add(`${id} ${owner(place)}`);
    said.add(`${code} at ${span.start}`);
  }
  const generated = targets.map((target) => {
    const made = generate(policy, target, existing, options);
    const judged = target.openshift === undefined ? made.files : resourcesAfter(made, options.cluster);
    for (const finding of findingsOf(judged, target, options, existing)) {
      const here = mapped(finding, policy, { ...made, files: judged });
      // The same mistake, which a rule about policies has explained already.
      if ((known.get(finding.code) ?? []).some((id) => said.has(`${id} ${owner(here.span)}`))) continue;
      if (said.has(`${sameInPolicies.get(finding.code)} at ${here.span.start}`)) continue;
      collector.add(here);
    }
    return made;
  });
  const { findings } = judgeSuppressions({
    findings: collector.sorted(),
    documents: new Map([[policy.path, policy]]),
    rules,
    targets,
    judges: (code) => !isForPolicies(code, rules),
  });
  // what is wrong in the comments themselves is found both times
  const all = findingCollector();
  for (const finding of [...own.findings, ...applySettings(findings, settings)]) all.add(finding);
  return { findings: all.sorted(), generated };
}

/** Rules of resources, and the rules of policies that say the same of the answer, with a fix for it. */
const sameInPolicies: ReadonlyMap<string, string> = new Map([
  ['MW804', 'MW710'],
  ['MW805', 'MW711'],
  ['MW813', 'MW716'],
  ['MW817', 'MW719'],
  ['MW825', 'MW709'],
  ['MW828', 'MW723'],
  ['MW830', 'MW712'],
]);

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
    const parsed = parseAnyTarget(value);
    if (parsed.ok) known.set(parsed.target.id, parsed.target);
  }
  return known.size === 0 ? [defaultTarget] : [...known.values()];
}

const emptySnapshot: Snapshot = { files: [], rooted: true, user: rootUser, unreadable: [] };

function alone(policy: Parsed<MirrorPolicy>): ParsedSnapshot {
  const files = [{ path: policy.path, text: policy.source.text }];
  return { snapshot: { ...emptySnapshot, files, rooted: false }, documents: [policy], skipped: [] };
}

/** What is found in the files made, read together with the others of the node, or of the cluster. */
function findingsOf(
  made: readonly GeneratedFile[],
  target: Target,
  { rules, settings, cluster }: LintPolicyOptions,
  existing: Snapshot,
): readonly Finding[] {
  const paths = new Set(made.map(({ path }) => bare(path)));
  // resources are those of a cluster: the files of a node do not belong to them
  const nodes = [target.openshift === undefined ? nodeWith(made, existing) : besideCluster(made, cluster)];
  const { findings } = lint({ nodes, targets: [target], rules, ...(settings && { settings }) });
  return findings.filter(({ path }) => paths.has(path));
}

function nodeWith(made: readonly GeneratedFile[], existing: Snapshot): ParsedSnapshot {
  const files = new Map<string, SnapshotFile>(existing.files.map((file) => [file.path, file]));
  for (const { path, content } of made) files.set(bare(path), { path: bare(path), text: content });
  return parseSnapshot({ ...existing, files: [...files.values()] });
}

function mapped(finding: Finding, policy: Parsed<MirrorPolicy>, made: Generated): Finding {
  const file = made.files.find(({ path }) => bare(path) === finding.path);
  const place = file === undefined ? undefined : policyPlaces(policy, file);
  const span = place?.(finding.span.start);
  const related = finding.related.flatMap(({ origin, message }) => {
    const at = origin.path === finding.path ? place?.(origin.span.start) : undefined;
    return at === undefined ? [] : [{ origin: { path: policy.path, span: at }, message }];
  });
  const here = { ...finding, path: policy.path, related, fixes: [] };
  if (span !== undefined) return { ...here, span };
  // no answer caused it: the target did, and the file tells where to look
  const message = made.rendered === undefined ? finding.message : `${finding.path}: ${finding.message}`;
  return { ...here, message, span: targetSpan(policy, made) };
}

function targetSpan(policy: Parsed<MirrorPolicy>, { target, rendered }: Generated): Span {
  const named = policy.model.targets.find(({ value }) => {
    const parsed = parseAnyTarget(value);
    return parsed.ok && parsed.target.id === target;
  });
  return (rendered === undefined ? undefined : named?.span) ?? locateField(policy, '');
}

function bare(path: string): string {
  return path.replace(/^\/+/, '');
}
