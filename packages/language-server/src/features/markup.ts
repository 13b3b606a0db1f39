import { neutralize } from '@mirrorwright/core';
import { type MarkupContent, MarkupKind } from 'vscode-languageserver';

/**
 * Text with a little form, written once for clients that show Markdown and for those that do not. What comes from files goes
 * through `code` or `plain` and can form nothing: no link, no picture, no command.
 */
export type Markup = readonly Block[];

type Block =
  | { readonly kind: 'paragraph'; readonly parts: readonly Part[] }
  | { readonly kind: 'numbered'; readonly items: readonly (readonly Part[])[] };

export type Part =
  | { readonly kind: 'plain' | 'code' | 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  /** Our own words, in which backticks mark code. */
  | { readonly kind: 'prose'; readonly text: string };

export const plain = (text: string): Part => ({ kind: 'plain', text });
export const code = (text: string): Part => ({ kind: 'code', text });
export const strong = (text: string): Part => ({ kind: 'strong', text });
export const prose = (text: string): Part => ({ kind: 'prose', text });
export const link = (text: string, href: string): Part => ({ kind: 'link', text, href });

export function paragraph(...parts: readonly Part[]): Block {
  return { kind: 'paragraph', parts };
}

export function numbered(items: readonly (readonly Part[])[]): Block {
  return { kind: 'numbered', items };
}

export function renderMarkup(markup: Markup, markdown: boolean): MarkupContent {
  const part = markdown ? markdownPart : plainPart;
  const line = (parts: readonly Part[]): string => parts.map(part).join('');
  const blocks = markup.map((block) =>
    block.kind === 'paragraph'
      ? line(block.parts)
      : block.items.map((item, index) => `${index + 1}. ${line(item)}`).join('\n'),
  );
  return { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value: blocks.join('\n\n') };
}

function plainPart(part: Part): string {
  if (part.kind === 'prose') return part.text.replaceAll('`', '');
  return part.kind === 'link' ? `${oneLine(part.text)} <${part.href}>` : oneLine(part.text);
}

function markdownPart(part: Part): string {
  switch (part.kind) {
    case 'prose':
      return part.text;
    case 'plain':
      return escapeMarkdown(part.text);
    case 'strong':
      return `**${escapeMarkdown(part.text)}**`;
    case 'code':
      return codeSpan(part.text);
    case 'link':
      return `[${escapeMarkdown(part.text)}](<${part.href.replace(/[<>\s]/g, encodeURIComponent)}>)`;
  }
}

/** Text that means nothing but itself. */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&:@$]/g, (mark) =>
    mark === '<' ? '&lt;' : `\\${mark}`,
  );
}

/** A code span: fenced by more backticks than the text has in a row. */
function codeSpan(text: string): string {
  const shown = oneLine(text);
  if (shown === '') return '``\u200b``';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** On one line, without control characters, and not endless. */
function oneLine(text: string): string {
  const shown = neutralize(text).replace(/\s+/g, ' ');
  return shown.length > 300 ? `${shown.slice(0, 297)}...` : shown;
}
