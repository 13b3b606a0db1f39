import type { Span } from '../../text/span.ts';
import type { Entry, TableNode, ValueNode } from '../tree.ts';

/** Copies parts of a tree to where an edit has moved them. */
export interface Mover {
  offset(at: number): number;
  span(span: Span): Span;
  value(node: ValueNode): ValueNode;
  entry(entry: Entry): Entry;
  /** The entry with its own places moved, but not its value. */
  entryHead(entry: Entry): Entry;
  /** Whether something was nested too deep to be moved, so that the copies are of no use. */
  gaveUp(): boolean;
}

/** Deeper values are left alone: the stack is not endless. */
const deepest = 100;

/** Moves by `by` what starts at `from` or behind; what stands before stays where it is. */
export function moved(from: number, by: number): Mover {
  const offset = (at: number): number => (at >= from ? at + by : at);
  // an end that touches the border belongs to what stands before it
  const span = ({ start, end }: Span): Span => ({
    start: offset(start),
    end: end > from || start >= from ? end + by : end,
  });
  let isTooDeep = false;
  const entry = (one: Entry, depth: number): Entry => {
    const { key, keySpan, value } = one;
    const made = moveValue(value, depth);
    return {
      key,
      keySpan: span(keySpan),
      value: made,
      span: one.span === value.span ? made.span : span(one.span),
    };
  };
  const table = (node: TableNode, depth: number): TableNode => {
    const { kind, style, entries, headerSpan } = node;
    const made = { kind, style, entries: entries.map((one) => entry(one, depth)), span: span(node.span) };
    return headerSpan === undefined ? made : { ...made, headerSpan: span(headerSpan) };
  };
  const moveValue = (node: ValueNode, depth: number): ValueNode => {
    if (depth > deepest) {
      isTooDeep = true;
      return node;
    }
    switch (node.kind) {
      case 'table':
        return table(node, depth + 1);
      case 'array':
        return {
          kind: 'array',
          style: node.style,
          items: node.items.map((item) => moveValue(item, depth + 1)),
          span: span(node.span),
        };
      case 'scalar': {
        const { type, value, style } = node;
        return { kind: 'scalar', type, value, style, span: span(node.span) };
      }
      case 'missing':
        return { kind: 'missing', span: span(node.span) };
    }
  };
  return {
    offset,
    span,
    value: (node) => moveValue(node, 0),
    entry: (one) => entry(one, 0),
    entryHead: (one) => ({ ...one, keySpan: span(one.keySpan), span: span(one.span) }),
    gaveUp: () => isTooDeep,
  };
}
