import type { Parsed } from '../dialects/document.ts';
import { entryOf, type ValueNode } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import type { MirrorPolicy } from './model.ts';

/**
 * Where a field such as `upstreams[0].mirrors[1].ca` stands: its value, for lists and mappings the key that holds
 * them. What the document does not have gives the nearest part above it; an empty field gives the first key.
 */
export function locateField({ tree }: Parsed<MirrorPolicy>, field: string): Span {
  let node: ValueNode = tree.root;
  let span = firstKeyOf(node);
  for (const step of stepsOf(field)) {
    if (typeof step === 'number') {
      const item: ValueNode | undefined = node.kind === 'array' ? node.items[step] : undefined;
      if (item === undefined) return span;
      node = item;
      span = firstKeyOf(item);
      continue;
    }
    const entry = entryOf(node, step);
    if (entry === undefined) return span;
    node = entry.value;
    span = node.kind === 'scalar' ? node.span : entry.keySpan;
  }
  return span;
}

/** Of a mapping the value of its first key: `registry` of an upstream, `location` of a mirror. */
function firstKeyOf(node: ValueNode): Span {
  const [entry] = node.kind === 'table' ? node.entries : [];
  if (entry === undefined) return node.span;
  return entry.value.kind === 'scalar' && entry.value.span.end > entry.value.span.start
    ? entry.value.span
    : entry.keySpan;
}

function stepsOf(field: string): readonly (string | number)[] {
  return [...field.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(([, index, quoted, key]) =>
    index === undefined ? (quoted ?? key ?? '') : Number(index),
  );
}
