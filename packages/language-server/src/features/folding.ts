import type { Span, SyntaxTree, TableNode, ValueNode } from '@mirrorwright/core';
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { DocumentView } from '../node/document-view.ts';
import { registriesConf } from '../node/registries.ts';

/** What can be folded: tables with what belongs to them, lists and mappings of several lines, blocks of comments. */
export function foldingRanges(view: DocumentView): FoldingRange[] {
  const { tree } = view.document;
  const spans = [...registrySpans(view), ...valueSpans(tree)];
  const seen = new Set<number>();
  const ranges = spans.flatMap((span) => {
    const startLine = view.lines.position(span.start).line;
    const endLine = view.lines.position(Math.max(span.start, trimmedEnd(tree, span))).line;
    // of ranges that start on one line clients take one; the outermost comes first
    if (endLine <= startLine || seen.has(startLine)) return [];
    seen.add(startLine);
    return [{ startLine, endLine }];
  });
  return [...ranges, ...commentBlocks(view)];
}

/** `[[registry]]` down to its last mirror. */
function registrySpans({ document }: DocumentView): readonly Span[] {
  return registriesConf(document)?.registries.map(({ span }) => span) ?? [];
}

function valueSpans(tree: SyntaxTree): readonly Span[] {
  const spans: Span[] = tree.documents.length > 1 ? tree.documents.map(({ span }) => span) : [];
  const pending: ValueNode[] = [...tree.documents];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'array') {
      if (node.style !== 'tables') spans.push(node.span);
      pending.push(...node.items);
    }
    if (node.kind !== 'table') continue;
    if (hasOwnLines(node)) spans.push(node.span);
    for (const { keySpan, value } of node.entries) {
      // what follows a key folds from the key's line
      if (spansLines(value)) spans.push({ start: keySpan.start, end: value.span.end });
      pending.push(value);
    }
  }
  return spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start || b.end - a.end);
}

function hasOwnLines({ style }: TableNode): boolean {
  return style !== 'root' && style !== 'implicit' && style !== 'dotted';
}

function spansLines(value: ValueNode): boolean {
  if (value.kind === 'array') return value.style !== 'tables';
  return value.kind === 'table' && (value.style === 'inline' || value.style === 'block');
}

/** The end without the white space that YAML counts as part of a value. */
function trimmedEnd({ source }: SyntaxTree, { start, end }: Span): number {
  let at = end;
  while (at > start && /\s/.test(source.text[at - 1]!)) at--;
  return at;
}

function commentBlocks({ document, lines }: DocumentView): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let block: { startLine: number; endLine: number } | undefined;
  for (const { span, ownLine } of document.tree.comments) {
    if (!ownLine) continue;
    const { line } = lines.position(span.start);
    if (block !== undefined && line === block.endLine + 1) block.endLine = line;
    else {
      block = { startLine: line, endLine: line };
      ranges.push(block as FoldingRange);
    }
  }
  return ranges
    .filter(({ startLine, endLine }) => endLine > startLine)
    .map((range) => ({ ...range, kind: FoldingRangeKind.Comment }));
}
