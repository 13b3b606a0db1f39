import type { DialectId, Parsed } from '../dialects/document.ts';
import type { Origin } from '../model/provenance.ts';
import type { Target } from '../model/target.ts';
import type { NodeView } from '../snapshot/node.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { JudgedTable } from './facts/tables.ts';

export type Severity = 'error' | 'warning' | 'info';

/** MW and three digits; the hundreds name the family, see docs/rules. Never reused. */
export type RuleCode = `MW${number}`;

export interface RuleMeta {
  readonly code: RuleCode;
  /** Kebab-case, unique. */
  readonly name: string;
  /** The folder: syntax, structure, matching, endpoints, security, short-names, signature-policy, mirror-policy. */
  readonly family: string;
  /** The severity most findings of the rule have; a finding may set its own. */
  readonly severity: Severity;
  /** One sentence: what the rule finds. */
  readonly summary: string;
  readonly appliesTo: readonly DialectId[];
  /**
   * document: judged file by file. node: judged over all files of one node.
   * run: found by the runner itself (suppressions); `check` is never called.
   */
  readonly scope: 'document' | 'node' | 'run';
  /** Release of mirrorwright that brought the rule. */
  readonly since: string;
  /** Ids of the catalogue this rule covers (B2, C10, R1, E-scope, ...), for docs/rules/coverage.md. */
  readonly covers: readonly string[];
  /** Public sources: upstream file, manual page or issue. */
  readonly cites: readonly string[];
}

/** What a check reports; the runner adds code, name, docs and targets. */
export interface RuleFinding {
  readonly path: string;
  readonly span: Span;
  readonly message: string;
  readonly why: string;
  readonly advice?: string;
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  /** True where the reader refuses the whole file. */
  readonly fatal?: boolean;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

export interface Related {
  readonly origin: Origin;
  readonly message: string;
}

export interface Fix {
  /** Imperative, e.g. `Move short-name-mode above the first table`. */
  readonly title: string;
  /** safe: the file means what its author meant. review: a person should look. */
  readonly safety: 'safe' | 'review';
  readonly edits: readonly FileEdit[];
}

export interface FileEdit extends TextEdit {
  readonly path: string;
}

/** A finding as reported. */
export interface Finding extends RuleFinding {
  readonly code: RuleCode;
  readonly rule: string;
  readonly severity: Severity;
  readonly fatal: boolean;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  /** Ids of the targets it holds for. */
  readonly targets: readonly string[];
  /** Address of the rule's page. */
  readonly docs: string;
}

export interface RuleContext<M = unknown> {
  /** The document judged. Node rules get the node's documents from `node`. */
  readonly document: Parsed<M>;
  readonly node: NodeView;
  readonly target: Target;
  /** Milliseconds since 1970 in UTC; undefined where the caller gives no clock, and nothing is judged by the time. */
  readonly now?: number;
}

/**
 * A rule. `check` is pure and linear in the size of the documents.
 * A document rule is called once per document it applies to; a node rule once per node, with the node's first
 * document of an applicable dialect as `document`.
 */
export interface Rule<M = unknown> {
  readonly meta: RuleMeta;
  check(context: RuleContext<M>): Iterable<RuleFinding>;
  /**
   * For rules that judge each `[[registry]]` table in force by itself: the findings of one, which together are those of
   * `check`. Whether there are any must follow from the lines of the table and the target alone: a table without findings
   * is not judged again while other parts of its file are edited.
   */
  readonly checkTable?: CheckTable;
}

export type CheckTable = (table: JudgedTable, target: Target) => readonly RuleFinding[];
