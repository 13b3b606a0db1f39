import type { Target } from '../../model/target.ts';
import { defaultTarget } from '../../runtimes/containers/targets.ts';
import { parseAnyTarget } from '../../runtimes/openshift/target.ts';
import { groupFiles } from '../../snapshot/group.ts';
import { parseSnapshot } from '../../snapshot/parse.ts';
import { rootUser, type Snapshot } from '../../snapshot/snapshot.ts';
import { sourceText } from '../../text/source.ts';
import { applyFixes } from '../fix.ts';
import type { Finding, Rule } from '../rule.ts';
import { lint } from '../run.ts';
import type { ExampleGroup } from './page.ts';

/** The day of all examples. */
const now = Date.UTC(2027, 0, 1);

/** What a rule says of an example, one line a finding: `path:line:column+length`. */
export function judgeExample(group: ExampleGroup, rule: Rule, all: readonly Rule[]): readonly string[] {
  const nodes = snapshotsOf(group);
  const { findings } = lint({
    nodes: nodes.map((node) => parseSnapshot(node)),
    targets: targetsOf(group),
    rules: rulesFor(rule, all),
    now,
  });
  const texts = new Map(nodes.flatMap(({ files }) => files.map(({ path, text }) => [path, text] as const)));
  return findings
    .filter(({ code }) => code === rule.meta.code)
    .map((finding) => showFinding(finding, texts.get(finding.path) ?? ''))
    .sort();
}

/** The findings that the caret lines ask for, in the same form. */
export function expectedFindings(group: ExampleGroup, rule: Rule): readonly string[] {
  return group.blocks
    .flatMap(({ path, marks }) =>
      marks
        .filter(({ code }) => code === rule.meta.code)
        .map(({ line, column, length }) => `${inSnapshot(path)}:${line}:${column}+${length}`),
    )
    .sort();
}

/** The texts after all fixes of the rule, by path. */
export function fixExample(
  group: ExampleGroup,
  rule: Rule,
  all: readonly Rule[],
): ReadonlyMap<string, string> {
  const { nodes } = applyFixes({
    nodes: snapshotsOf(group),
    targets: targetsOf(group),
    rules: rulesFor(rule, all),
    level: 'review',
    now,
  });
  return new Map(nodes.flatMap(({ files }) => files.map(({ path, text }) => [path, text] as const)));
}

/** Path of an example as its snapshot names it. */
export function inSnapshot(path: string): string {
  return path.replace(/^\//, '');
}

/** Rules found by the runner itself are about other rules: they need all of them. */
function rulesFor(rule: Rule, all: readonly Rule[]): readonly Rule[] {
  return rule.meta.scope === 'run' ? all : [rule];
}

function targetsOf(group: ExampleGroup): readonly Target[] {
  const named = group.blocks[0]!.targets;
  return named.length === 0 ? [defaultTarget] : named.map(target);
}

function target(text: string): Target {
  const parsed = parseAnyTarget(text);
  if (!parsed.ok) throw new Error(`target=${text}: ${parsed.message}`);
  return parsed.target;
}

function snapshotsOf(group: ExampleGroup): readonly Snapshot[] {
  const readable = group.blocks.filter(({ unreadable }) => !unreadable);
  const files = readable.map(({ path, text }) => ({ path: inSnapshot(path), text }));
  const unreadable = group.blocks
    .filter((block) => block.unreadable)
    .map(({ path }) => ({ path: inSnapshot(path), reason: 'permission denied' }));
  const rooted = group.blocks.some(({ path }) => /^(\/|etc\/|usr\/|var\/|root\/|home\/)/.test(path));
  return rooted ? [{ files, rooted, user: rootUser, unreadable }] : groupFiles(files);
}

/** A finding that goes on over several lines is shown by its part of the first one. */
function showFinding({ path, span }: Finding, text: string): string {
  const source = sourceText(text);
  const { line, column } = source.position(span.start);
  const rest = source.line(line).length - (column - 1);
  return `${path}:${line}:${column}+${Math.max(1, Math.min(span.end - span.start, rest))}`;
}
