import type { Parsed } from '../dialects/document.ts';
import type { Span } from '../text/span.ts';
import { shapeOf } from './dialects.ts';
import type { NameRole } from './shape.ts';
import { shapedValues } from './walk.ts';

/** A name in a document: of a registry, of a place in one, of an alias or of a certificate authority. */
export interface NameUse {
  readonly value: string;
  /** The value or key, quotes included. */
  readonly span: Span;
  readonly role: NameRole;
  /** Whether it is a key: it defines what a short name or an authority stands for, or is a scope. */
  readonly isKey: boolean;
  /** The key that holds it, or the list of it. */
  readonly key: string;
}

const known = new WeakMap<Parsed, readonly NameUse[]>();

/** Every name of a document in document order; found once for each document. */
export function namesIn(document: Parsed): readonly NameUse[] {
  let names = known.get(document);
  if (names === undefined) {
    names = collect(document).toSorted((a, b) => a.span.start - b.span.start);
    known.set(document, names);
  }
  return names;
}

function collect({ dialect, tree }: Parsed): readonly NameUse[] {
  const names: NameUse[] = [];
  for (const { node, shape, entry, parent } of shapedValues(tree, shapeOf(dialect))) {
    const key = entry?.key ?? parent?.entry?.key ?? '';
    if (
      shape.kind === 'text' &&
      shape.names !== undefined &&
      node.kind === 'scalar' &&
      node.type === 'string'
    )
      names.push({ value: node.value as string, span: node.span, role: shape.names, isKey: false, key });
    if (shape.kind === 'map' && shape.keyNames !== undefined && node.kind === 'table')
      for (const { key: name, keySpan } of node.entries)
        names.push({ value: name, span: keySpan, role: shape.keyNames, isKey: true, key });
  }
  return names;
}
