import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { hostile } from './testing/nodes.ts';
import { block, scalar, unsafe } from './yaml.ts';

const texts = [
  ...hostile,
  '',
  ' ',
  '\n',
  'a\n',
  'a\n\n',
  ' a\nb\n',
  '\ta\nb',
  'a\r\nb\n',
  '# a\nb',
  'a\n \nb\n',
  '---\na\n',
  'null',
  '1e3',
  '\u0000',
];

test.each(texts)('%j is read as it was written, plain, quoted and as a block', (text) => {
  expect(parse(`a: ${scalar(text)}\n`)).toEqual({ a: text });
  expect(parse(`a: ${block(text, '  ')}\nb: 1\n`)).toEqual({ a: text, b: 1 });
  expect(parse(`a: ${unsafe(text)}\n`, { logLevel: 'silent' })).toEqual({ a: text });
});

test('whatever the text is', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(parse(`- ${scalar(text)}\n`)).toEqual([text]);
      expect(parse(`a:\n  b: ${block(text, '    ')}\n  c: 1\n`)).toEqual({ a: { b: text, c: 1 } });
    }),
  );
});

test('text with braces is marked, so that Ansible takes it for no template', () => {
  expect(unsafe('{{ x }}')).toBe('!unsafe "{{ x }}"');
  expect(unsafe('/etc/containers/registries.conf')).toBe('/etc/containers/registries.conf');
});
