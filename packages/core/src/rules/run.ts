import type { Parsed } from '../dialects/document.ts';
import { identityOf } from '../dialects/registries-conf/moved.ts';
import type { Target } from '../model/target.ts';
import type { NodeView } from '../snapshot/node.ts';
import { createNode, type ParsedSnapshot } from '../snapshot/parse.ts';
import { keptOf } from '../syntax/toml/reparse.ts';
import { judgedTable } from './facts/tables.ts';
import { completeFinding, type FindingCollector, findingCollector, sortFindings } from './merge.ts';
import { isRegistriesConf } from './registries-conf.ts';
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
  const suppressed = judgeSuppressions({
    ...input,
    findings: found,
    documents: documentsOf(input),
    // in a mirror policy other codes are about the files made from it, which lintPolicy judges
    judges: (code, { dialect }) => dialect !== 'mirror-policy' || isForPolicies(code, input.rules),
  });
  const kept = applySettings(suppressed.findings, input.settings);
  return {
    findings: sortFindings(kept),
    hidden: suppressed.hidden + suppressed.findings.length - kept.length,
  };
}

/** Whether a rule judges mirror policies themselves. */
export function isForPolicies(code: string, rules: readonly Rule[]): boolean {
  return rules.find(({ meta }) => meta.code === code)?.meta.appliesTo.includes('mirror-policy') ?? true;
}

function judgeNode(node: NodeView, { rules, now }: LintInput, collector: FindingCollector): void {
  judgeTables(node, rules, collector);
  for (const rule of rules) {
    if (rule.meta.scope === 'run' || rule.checkTable !== undefined) continue;
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

/** Calls the rules that judge each `[[registry]]` table by itself, for one table after the other. */
function judgeTables(node: NodeView, rules: readonly Rule[], collector: FindingCollector): void {
  const { target } = node;
  const judges = rules.filter(({ checkTable }) => checkTable !== undefined);
  if (judges.length === 0 || !node.documents.some(isRegistriesConf)) return;
  const quiet = quietTables(node, rules);
  for (const registry of node.config().registries) {
    if (registry.table === undefined || quiet?.has(identityOf(registry.table))) continue;
    const table = judgedTable(registry);
    if (table === undefined) continue;
    let isQuiet = true;
    for (const { meta, checkTable } of judges) {
      for (const finding of checkTable!(table, target)) {
        isQuiet = false;
        collector.add(completeFinding(meta, finding, target.id));
      }
    }
    if (isQuiet) quiet?.add(identityOf(registry.table));
  }
}

const quietFor = new WeakMap<Target, WeakMap<readonly Rule[], WeakSet<object>>>();

/**
 * The tables in which these rules find nothing. Kept while a file is edited only: in files that are read once they would be
 * looked up in vain.
 */
function quietTables({ documents, target }: NodeView, rules: readonly Rule[]): WeakSet<object> | undefined {
  if (!documents.some(({ tree }) => keptOf(tree) !== undefined)) return undefined;
  const byRules = quietFor.get(target) ?? new WeakMap<readonly Rule[], WeakSet<object>>();
  quietFor.set(target, byRules);
  const quiet = byRules.get(rules) ?? new WeakSet();
  byRules.set(rules, quiet);
  return quiet;
}

/** Every document once; all targets share the parsed ones. */
function documentsOf({ nodes }: LintInput): ReadonlyMap<string, Parsed> {
  return new Map(nodes.flatMap(({ documents }) => documents.map((document) => [document.path, document])));
}
