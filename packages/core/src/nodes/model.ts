import type { NodeAddress } from '../ports.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import type { SourceText } from '../text/source.ts';

/** The one source of nodes for every face, usually called so. */
export const nodesFileName = 'mirrorwright-nodes.yaml';

/** A machine as the nodes file describes it. No secrets: keys are named by path, passwords are asked for. */
export interface NodeEntry extends NodeAddress {
  readonly groups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A nodes file that was read without a fault. */
export interface NodesDocument {
  readonly path: string;
  readonly source: SourceText;
  readonly tree: SyntaxTree;
  readonly nodes: readonly NodeEntry[];
}

/** A fault of a nodes file or of what is imported, with its line from 1. */
export interface NodesProblem {
  readonly line: number;
  readonly message: string;
}

/** What an import found, and what it left out on purpose. */
export interface ImportedNodes {
  readonly nodes: readonly NodeEntry[];
  readonly skipped: readonly NodesProblem[];
}
