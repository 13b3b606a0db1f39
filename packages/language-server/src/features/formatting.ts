import { formatToml, type Span } from '@mirrorwright/core';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import type { DocumentView } from '../node/document-view.ts';
import { textEdits } from './workspace-edits.ts';

/** The edits that lay out a registries.conf, or the lines of a range of it. Other formats are left to others. */
export function formatting(view: DocumentView, options: FormattingOptions, range?: Range): TextEdit[] {
  const { tree } = view.document;
  if (tree.format !== 'toml') return [];
  const indent = options.insertSpaces ? ' '.repeat(Math.min(Math.max(options.tabSize, 1), 8)) : '\t';
  const wanted = range && linesTouched(view, range);
  const edits = formatToml(tree, { indent }).filter(
    ({ span }) => wanted === undefined || (span.end >= wanted.start && span.end < wanted.end),
  );
  return textEdits(view.lines, edits);
}

/** The lines that a range touches, in full. White space belongs to the word after it. */
function linesTouched({ lines }: DocumentView, { start, end: last }: Range): Span {
  const first = lines.offset({ line: start.line, character: 0 });
  const lastLine = last.character === 0 && last.line > start.line ? last.line - 1 : last.line;
  const end = lines.offset({ line: lastLine + 1, character: 0 });
  return { start: first, end: end === lines.text.length ? end + 1 : end };
}
