import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { linesOf } from './lines.ts';

const text = fc
  .array(fc.constantFrom('\n', '\r', '\r\n', 'a', 'bc', '😀'), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('the lines of a text', () => {
  it('are those of the library that keeps open documents', () => {
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: -2, max: 30 }),
        fc.integer({ min: -2, max: 9 }),
        (text, offset, line) => {
          const document = TextDocument.create('', '', 0, text);
          const lines = linesOf(text);
          expect(lines.position(offset)).toEqual(document.positionAt(offset));
          const position = { line, character: offset };
          expect(lines.offset(position)).toBe(document.offsetAt(position));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('are the same when they are found out of those before an edit', () => {
    fc.assert(
      fc.property(text, text, text, text, (above, removed, put, below) => {
        const before = linesOf(above + removed + below);
        const now = above + put + below;
        expect([...linesOf(now, before).starts]).toEqual([...linesOf(now).starts]);
      }),
      { numRuns: 5000 },
    );
  });
});
