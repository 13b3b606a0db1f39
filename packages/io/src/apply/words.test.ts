import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordOf } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { fromWord } from './words.ts';

const texts = [
  '',
  'plain/path-1.conf',
  '-',
  '=',
  '~',
  'two words',
  ' two  blanks ',
  '%',
  '100 % (of "it") [a-z] {$x}',
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

  it('need no process for printable text', () => {
    const line = `mw_word 'Some System 1.2 (name)'; printf %s "$mw_value"`;
    const { stdout } = spawnSync('sh', ['-c', `${base}\nPATH=\n${line}`], { encoding: 'utf8' });
    expect(stdout).toBe('%Some%System%1.2%(name)');
  });
});
