import { expect, it } from 'vitest';
import type { SyntaxFormat } from '../tree.ts';
import { setValue } from './index.ts';
import type { PlainValue } from './plain-value.ts';
import { at, editText } from './testing/edit-text.ts';

const set = (format: SyntaxFormat, text: string, value: PlainValue): string =>
  editText(format, text, (tree) => setValue(tree, at(tree, 'a'), value));

it.each([
  [
    'toml',
    "a = { x = 0x10, y = 'q', z = 1 } # note\n",
    { x: 16, y: 'r', w: 2 },
    "a = { x = 0x10, y = 'r', w = 2 } # note\n",
  ],
  [
    'json',
    '{"a": {"x": 1e1, "gone": 0,\n  "y": "q"}}\n',
    { x: 10, y: 'q', w: true },
    '{"a": {"x": 1e1,\n  "y": "q",\n  "w": true}}\n',
  ],
  [
    'yaml',
    'a: {x: 0x10, gone: 1, y: q} # note\n',
    { x: 16, y: 'q', w: 2 },
    'a: {x: 0x10, y: q, w: 2} # note\n',
  ],
  [
    'yaml',
    "a:\n  x: 0x10 # hex\n  gone: 1\n  y: 'q'\nb: 1\n",
    { x: 16, y: 'q', w: 2 },
    "a:\n  x: 0x10 # hex\n  y: 'q'\n  w: 2\nb: 1\n",
  ],
] as const)(
  'a table of %s that loses and gains keys keeps what stays as it is written: %j',
  (format, text, value, expected) => {
    expect(set(format, text, value)).toBe(expected);
  },
);
