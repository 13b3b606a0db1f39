import { type Shape, shapeOf } from '@mirrorwright/core';
import type { DocumentView } from '../../node/document-view.ts';

/**
 * The headers that may stand at an offset of a TOML document: `[[registry]]`, `[[registry.mirror]]`, `[aliases]`. A table
 * stands once, and the tables of an element below that element.
 */
export function headerItems({ document }: DocumentView, offset: number): readonly string[] {
  const above = new Set<string>();
  const others = new Set<string>();
  for (const { kind, path, span } of document.tree.statements) {
    if (span.start <= offset && offset <= span.end) continue;
    const name = path.join('.');
    if (kind === 'header') others.add(`[${name}]`);
    if (kind === 'array-header' && span.end < offset) above.add(name);
  }
  return headersOf(shapeOf(document.dialect), []).filter((label) => {
    const [, parent] = /^\[\[(.+)\.[^.]+\]\]$/.exec(label) ?? [];
    return !others.has(label) && (parent === undefined || above.has(parent));
  });
}

function headersOf(shape: Shape, path: readonly string[]): readonly string[] {
  if (shape.kind !== 'table') return [];
  return [...shape.keys].flatMap(([key, info]) => {
    if (info.removed !== undefined) return [];
    const own = [...path, key];
    const { shape: value } = info;
    if (value.kind === 'list' && value.item.kind === 'table')
      return [`[[${own.join('.')}]]`, ...headersOf(value.item, own)];
    if (value.kind === 'map') return [`[${own.join('.')}]`];
    return value.kind === 'table' ? [`[${own.join('.')}]`, ...headersOf(value, own)] : [];
  });
}
