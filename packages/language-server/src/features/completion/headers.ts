import { type Shape, shapeOf } from '@mirrorwright/core';
import type { DocumentView } from '../../node/document-view.ts';

/** The headers that a TOML document may have: `[[registry]]`, `[[registry.mirror]]`, `[aliases]`. */
export function headerItems(view: DocumentView): readonly string[] {
  return headersOf(shapeOf(view.document.dialect), []);
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
