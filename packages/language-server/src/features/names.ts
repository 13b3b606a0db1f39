import {
  isRegistryName,
  type NameUse,
  namesIn,
  type Parsed,
  type Span,
  withoutSlashes,
} from '@mirrorwright/core';
import { type DocumentView, withoutQuotes } from '../node/document-view.ts';
import type { Lines } from '../node/lines.ts';

/** A file of the workspace that holds names. */
export interface NamedFile {
  readonly uri: string;
  readonly document: Parsed;
  readonly lines: Lines;
}

/** A name under the cursor, as far as the cursor goes: `a.example/b` of `a.example/b/c` when it stands in `b`. */
export interface NameAt {
  readonly use: NameUse;
  readonly value: string;
  readonly span: Span;
}

/** The name at an offset. */
export function nameAt(view: DocumentView, offset: number): NameAt | undefined {
  const names = namesIn(view.document);
  const use = names.find(({ span }) => span.start <= offset && offset <= span.end);
  if (use === undefined || use.value === '') return undefined;
  const { text } = view.document.source;
  const inside = withoutQuotes(text, use.span);
  if (!isRegistryName(use.role) || text.slice(inside.start, inside.end) !== use.value)
    return { use, value: use.value, span: inside };
  const slash = use.value.indexOf('/', Math.max(0, offset - inside.start));
  const length = slash === -1 ? use.value.length : slash;
  return {
    use,
    value: use.value.slice(0, length),
    span: { start: inside.start, end: inside.start + length },
  };
}

/** Whether a name is the other one, or lies below it. */
export function isAtOrBelow(name: string, above: string): boolean {
  if (name === above) return true;
  if (!name.startsWith(above)) return false;
  const next = name[above.length]!;
  // behind a host a colon begins a port, which makes it another registry
  return next === '/' || ((next === ':' || next === '@') && above.includes('/'));
}

/** Where a file uses a name or something below it; the spans leave out quotes. */
export function usesOf(
  { document }: Pick<NamedFile, 'document'>,
  wanted: NameAt,
): readonly { readonly use: NameUse; readonly span: Span }[] {
  const ofRegistry = isRegistryName(wanted.use.role);
  return namesIn(document)
    .filter(({ role, value }) =>
      ofRegistry
        ? isRegistryName(role) && isAtOrBelow(withoutSlashes(value), withoutSlashes(wanted.value))
        : role === wanted.use.role && value === wanted.value,
    )
    .map((use) => ({ use, span: withoutQuotes(document.source.text, use.span) }));
}
