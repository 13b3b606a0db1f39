import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, escapeMarkdown, link, paragraph, plain, prose, renderMarkup, strong } from './markup.ts';

describe('markup', () => {
  it('is written as Markdown or as plain text', () => {
    const markup = [
      paragraph(strong('prefix'), plain(': a_b'), code('x'), link('page', 'https://a.example/b c')),
      paragraph(prose('Use `x`.')),
    ];
    expect(renderMarkup(markup, true).value).toBe(
      '**prefix**\\: a\\_b`x`[page](<https://a.example/b%20c>)\n\nUse `x`.',
    );
    expect(renderMarkup(markup, false).value).toBe('prefix: a_bxpage <https://a.example/b c>\n\nUse x.');
  });

  it('cannot be left by text that comes from a file', () => {
    expect(renderMarkup([paragraph(code('a`b'))], true).value).toBe('``a`b``');
    expect(renderMarkup([paragraph(code('`'))], true).value).toBe('`` ` ``');
    expect(escapeMarkdown('[x](command:y) <b>')).toBe('\\[x\\]\\(command\\:y\\) &lt;b\\>');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('`', '[', ']', '(', ')', '\n', '\\', '<', 'a', ' ') }),
        (text) => {
          const { value } = renderMarkup([paragraph(code(text))], true);
          const fence = /^`+/.exec(value)![0];
          const inside = value.slice(fence.length, -fence.length);
          expect(value.endsWith(fence)).toBe(true);
          expect([...inside.matchAll(/`+/g)].some(([run]) => run === fence)).toBe(false);
          expect(inside).not.toContain('\n');
        },
      ),
    );
  });

  it('shows control characters and does not go on for ever', () => {
    expect(renderMarkup([paragraph(plain('\u001b[31mred'))], false).value).toBe('\\x1b[31mred');
    expect(renderMarkup([paragraph(plain('x'.repeat(1_000_000)))], false).value.length).toBe(300);
  });
});
