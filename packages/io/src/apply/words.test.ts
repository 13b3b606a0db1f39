import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordOf } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { fromWord, toLines } from './words.ts';

const texts = [
  '',
  'plain/path-1.conf',
  '-',
  '=',
  '~',
  'two words',
  'a\nb\n',
  'quote\'s "$(touch x)" `id`',
  'ümläut',
  '\u0001',
  '*'.repeat(500),
];
const base = readFileSync(join(import.meta.dirname, 'script/10-base.sh'), 'utf8');

describe('words of the protocol', () => {
  it.each(texts)('come back as they were: %j', (text) => {
    expect(fromWord(wordOf(text))).toBe(text);
    expect(wordOf(text)).toMatch(/^\S+$/);
  });

  it.each(['dash', 'busybox'])('mean the same to %s', (shell) => {
    const command = shell === 'busybox' ? ['busybox', 'sh'] : ['sh'];
    if (spawnSync('which', [command[0]!]).status !== 0) return;
    const script = `${base}\nfor w in "$@"; do mw_text "$w"; mw_word "$mw_value"; printf '%s\\n' "$mw_value"; done\n`;
    const [program, ...args] = [...command, '-c', script, 'x', ...texts.map(wordOf)];
    const { stdout, stderr } = spawnSync(program!, args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.split('\n').slice(0, -1).map(fromWord)).toEqual(texts);
  });

  it('carry content in lines that every base64 reads', () => {
    const content = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));
    expect(
      Math.max(
        ...toLines(content)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBe(76);
    expect(Buffer.from(toLines(content), 'base64')).toEqual(content);
    expect(toLines(new Uint8Array())).toBe('');
  });
});
