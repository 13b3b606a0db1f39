import type { Parsed } from '../dialects/document.ts';
import type { Target } from '../model/target.ts';
import type { NodeView } from '../snapshot/node.ts';
import { createNode, type ParsedSnapshot } from '../snapshot/parse.ts';
import { completeFinding, type FindingCollector, findingCollector, sortFindings } from './merge.ts';
import type { Finding, Rule } from './rule.ts';
import { applySettings, type Settings } from './settings.ts';
import { judgeSuppressions } from './suppress.ts';

export interface LintInput {
  readonly nodes: readonly ParsedSnapshot[];
  /** At least one; findings that hold for several name them all. */
  readonly targets: readonly Target[];
  readonly rules: readonly Rule[];
  /** What mirrorwright.toml says; nothing is changed when it is left out. */
  readonly settings?: Settings;
  /** Milliseconds since 1970 in UTC, for what expires. Left out: nothing is judged by the time. */
  readonly now?: number;
}

export interface LintResult {
  /** Sorted by path, offset and code. */
  readonly findings: readonly Finding[];
  /** How many findings a comment or the settings hid. */
  readonly hidden: number;
}

/**
 * Judges nodes by rules, once for each target. Pure, and linear in the size of the files.
 * A rule that throws is a mistake of the rule: the error propagates.
 */
export function lint(input: LintInput): LintResult {
  const collector = findingCollector();
  for (const snapshot of input.nodes) {
    for (const target of input.targets) judgeNode(createNode(snapshot, target), input, collector);
  }
  const found = collector.sorted();
  const suppressed = judgeSuppressions({ ...input, findings: found, documents: documentsOf(input) });
  const kept = applySettings(suppressed.findings, input.settings);
  return {
    findings: sortFindings(kept),
    hidden: suppressed.hidden + suppressed.findings.length - kept.length,
  };
}

function judgeNode(node: NodeView, { rules, now }: LintInput, collector: FindingCollector): void {
  for (const rule of rules) {
    if (rule.meta.scope === 'run') continue;
    const documents = node.documents.filter(({ dialect }) => rule.meta.appliesTo.includes(dialect));
    const judged = rule.meta.scope === 'node' ? documents.slice(0, 1) : documents;
    for (const document of judged) {
      for (const finding of rule.check({
        document,
        node,
        target: node.target,
        ...(now !== undefined && { now }),
      })) {
        collector.add(completeFinding(rule.meta, finding, node.target.id));
      }
    }
  }
}

/** Every document once; all targets share the parsed ones. */
function documentsOf({ nodes }: LintInput): ReadonlyMap<string, Parsed> {
  return new Map(nodes.flatMap(({ documents }) => documents.map((document) => [document.path, document])));
}
