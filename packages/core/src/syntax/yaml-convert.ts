import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Span } from '../text/span.ts';
import { maxDepth, quoted } from './problem-text.ts';
import type { Entry, SyntaxProblem, ValueNode } from './tree.ts';
import { emptyScalar, yamlScalar } from './yaml-scalar.ts';

/** How many nodes aliases may add to a document; a file that asks for more is an attack. */
const aliasBudget = 100_000;

/** A converted node with its size, aliases counted each time, and its depth. */
interface Converted {
  readonly node: ValueNode;
  readonly weight: number;
  readonly depth: number;
}

interface Context {
  readonly text: string;
  readonly problems: SyntaxProblem[];
  /** Anchors seen so far; undefined while their own content is being read. */
  readonly anchors: Map<string, Converted | undefined>;
  budget: number;
}

/**
 * Turns the library's nodes into ours. Recursion is bounded: the caller has refused deeper documents than `maxDepth`.
 * An alias of a collection is the very node of its anchor; an alias of a scalar has its value and the alias's span.
 */
export function convertDocument(
  contents: Node | null,
  text: string,
  at: number,
  problems: SyntaxProblem[],
): ValueNode {
  if (contents === null) return emptyScalar(at);
  return convert(contents, { text, problems, anchors: new Map(), budget: aliasBudget }).node;
}

function convert(node: Node, context: Context): Converted {
  if (isAlias(node)) return resolveAlias(node, context);
  const anchor = (node as { anchor?: string }).anchor;
  if (anchor !== undefined) context.anchors.set(anchor, undefined);
  const converted = convertContent(node, context);
  if (anchor !== undefined) context.anchors.set(anchor, converted);
  return converted;
}

function convertContent(node: Node, context: Context): Converted {
  if (isMap(node)) return convertMap(node, context);
  if (isSeq(node)) return convertSeq(node, context);
  const span = spanOf(node, context.text);
  if (isScalar(node)) return leaf(yamlScalar(node, span));
  return leaf({ kind: 'missing', span });
}

function leaf(node: ValueNode): Converted {
  return { node, weight: 1, depth: 0 };
}

/** The text of a node. The library counts the line ends after a block scalar in; they are no part of the value. */
function spanOf(node: Node, text: string): Span {
  const start = node.range?.[0] ?? 0;
  let end = node.range?.[1] ?? start;
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return { start, end };
}

function resolveAlias(alias: Alias, context: Context): Converted {
  const span = spanOf(alias, context.text);
  const target = context.anchors.get(alias.source);
  const problem = (id: string, message: string): Converted => {
    context.problems.push({ id, message, span });
    return leaf({ kind: 'missing', span });
  };
  if (target === undefined)
    return context.anchors.has(alias.source)
      ? problem('alias-cycle', `the alias *${alias.source} stands inside its own anchor`)
      : problem('unknown-alias', `there is no anchor &${alias.source} before this alias`);
  if (target.node.kind === 'scalar') return leaf({ ...target.node, span });
  context.budget -= target.weight;
  if (context.budget < 0)
    return problem('too-many-aliases', `aliases make this document larger than ${aliasBudget} nodes`);
  return target;
}

/** Counts what stands inside a collection, and refuses what aliases have made too deep. */
function measure(node: ValueNode, inner: readonly Converted[], context: Context): Converted {
  let weight = 1;
  let depth = 0;
  for (const part of inner) {
    weight += part.weight;
    depth = Math.max(depth, part.depth + 1);
  }
  if (depth <= maxDepth) return { node, weight, depth };
  const message = `nested deeper than ${maxDepth} levels; this part is not read`;
  context.problems.push({
    id: 'too-deep',
    message,
    span: { start: node.span.start, end: node.span.start + 1 },
  });
  return leaf({ kind: 'missing', span: node.span });
}

function convertSeq(seq: YAMLSeq, context: Context): Converted {
  const inner: Converted[] = [];
  for (const item of seq.items) {
    if (isPair(item)) inner.push(convertPairs([item], context));
    else inner.push(convert(item as Node, context));
  }
  const items = inner.map(({ node }) => node);
  const inline = seq.flow === true;
  const span = inline ? spanOf(seq, context.text) : cover(seq, items.at(-1)?.span);
  return measure({ kind: 'array', style: inline ? 'inline' : 'block', items, span }, inner, context);
}

function convertMap(map: YAMLMap, context: Context): Converted {
  return convertPairs(map.items as readonly Pair<Node, Node | null>[], context, map);
}

/** Without `map`: a single pair inside a flow sequence, `[a: 1]`. */
function convertPairs(pairs: readonly Pair<unknown, unknown>[], context: Context, map?: YAMLMap): Converted {
  const inner: Converted[] = [];
  const entries: Entry[] = [];
  const seen = new Map<string, Span>();
  for (const pair of pairs) {
    const { key, keySpan } = readKey(pair, context);
    const value = pair.value === null ? leaf(emptyScalar(keySpan.end)) : convert(pair.value as Node, context);
    inner.push(value);
    // An aliased collection stands elsewhere: the entry then ends at its alias.
    const end = isAlias(pair.value) ? spanOf(pair.value, context.text).end : value.node.span.end;
    const span = { start: keySpan.start, end: Math.max(end, keySpan.end) };
    entries.push({ key, keySpan, value: value.node, span });
    const first = seen.get(key);
    if (first === undefined) seen.set(key, keySpan);
    else if (key !== '<<')
      context.problems.push({
        id: 'duplicate-key',
        message: `the key ${quoted(key)} stands here a second time`,
        span: keySpan,
        related: first,
      });
  }
  const inline = map === undefined || map.flow === true;
  const last = entries.at(-1)?.span;
  const start = entries[0]?.span.start ?? 0;
  const span =
    map === undefined
      ? { start, end: last?.end ?? start }
      : inline
        ? spanOf(map, context.text)
        : cover(map, last);
  return measure({ kind: 'table', style: inline ? 'inline' : 'block', entries, span }, inner, context);
}

function cover(node: Node, last: Span | undefined): Span {
  const start = node.range?.[0] ?? 0;
  return { start, end: Math.max(start, last?.end ?? start) };
}

function readKey(
  pair: Pair<unknown, unknown>,
  context: Context,
): { readonly key: string; readonly keySpan: Span } {
  const node = pair.key as Node | null;
  if (node === null) {
    const at = (pair.value as Node | null)?.range?.[0] ?? 0;
    return { key: '', keySpan: { start: at, end: at } };
  }
  const keySpan = spanOf(node, context.text);
  if (isScalar(node)) {
    const anchor = node.anchor;
    if (anchor !== undefined) context.anchors.set(anchor, leaf(yamlScalar(node, keySpan)));
    if (typeof node.value === 'string') return { key: node.value, keySpan };
  } else if (isAlias(node)) {
    const { node: target } = resolveAlias(node, context);
    if (target.kind === 'scalar') return { key: String(target.value), keySpan };
  }
  return { key: context.text.slice(keySpan.start, keySpan.end), keySpan };
}
