import type { NodeOutcome } from '../ports.ts';
import { choice, type Decoder, decode, integer, list, nullable, record, text } from '../syntax/decode.ts';
import { parseJson } from '../syntax/json.ts';
import { sourceText } from '../text/source.ts';
import { canonicalJson } from './canonical.ts';

/**
 * What is known here of a push: a copy, for people and for every face. The truth lies on the nodes. No text of a file
 * is in it.
 */
export interface Receipt {
  readonly version: 1;
  readonly pushId: string;
  readonly planId: string;
  readonly kind: 'push' | 'rollback';
  /** The program that carried it out in our place: Ansible has no guard and leaves no record of ours on a node. */
  readonly via?: 'ansible' | 'kubectl';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly nodes: readonly ReceiptNode[];
}

export interface ReceiptNode {
  readonly node: string;
  readonly address: string;
  /** waiting: the push has not come to it. */
  readonly outcome: NodeOutcome | 'waiting';
  /** For `unknown`: when the guard on the node has decided at the latest, in milliseconds since 1970. */
  readonly decidedBy?: number;
  readonly failure?: string;
  readonly files: readonly ReceiptFile[];
  readonly validated: readonly string[];
}

export interface ReceiptFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const outcomes = [
  'committed',
  'rolled-back',
  'rolled-back-unhealthy',
  'unknown',
  'unchanged',
  'refused',
  'dry-run',
  'waiting',
] as const satisfies readonly ReceiptNode['outcome'][];

const line = text(4000);
const moment = integer(0, Number.MAX_SAFE_INTEGER);
const hash = nullable(text(64, /^[0-9a-f]{64}$/, '64 hexadecimal digits'));

const node = record(
  {
    node: line,
    address: line,
    outcome: choice(...outcomes),
    files: list(record({ path: text(4095), before: hash, after: hash }), 10_000),
    validated: list(line, 100),
  },
  { decidedBy: moment, failure: line },
) as Decoder<ReceiptNode>;

const receipt = record(
  {
    version: choice(1),
    pushId: text(64, pushIdPattern(), 'the id of a push'),
    planId: text(64, /^[0-9a-f]{64}$/, '64 hexadecimal digits'),
    kind: choice('push', 'rollback'),
    startedAt: moment,
    nodes: list(node, 10_000),
  },
  { via: choice('ansible', 'kubectl') },
);

function pushIdPattern(): RegExp {
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
}

/** Whether a text may be the id of a push: it becomes the name of files. */
export function isPushId(id: string): boolean {
  return pushIdPattern().test(id);
}

/** The text of a receipt. */
export function writeReceipt(value: Receipt): string {
  return `${canonicalJson(value)}\n`;
}

/** Reads a receipt; anything else is undefined: a damaged copy is no reason to stop. */
export function readReceipt(content: string): Receipt | undefined {
  const tree = parseJson(sourceText(content));
  if (tree.problems.length > 0) return undefined;
  const found = decode(receipt, tree.root);
  return 'value' in found ? found.value : undefined;
}

/** Receipts of a plan by the digits of its id that were typed, newest first. */
export function receiptsOf(receipts: readonly Receipt[], planId: string): readonly Receipt[] {
  return receipts
    .filter((each) => each.planId.startsWith(planId))
    .toSorted((a, b) => b.startedAt - a.startedAt || (a.pushId < b.pushId ? 1 : -1));
}
