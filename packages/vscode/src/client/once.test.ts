import { describe, expect, it } from 'vitest';
import { notOffered, notSaid } from './once.ts';

describe('completions', () => {
  it('are those that no other extension offers', () => {
    const own = [
      { label: 'source' },
      { label: { label: 'mirrors' } },
      { label: 'quay.io' },
      { label: 'type' },
    ];
    expect(
      notOffered(own, [{ label: 'source' }, { label: { label: 'mirrors' } }, { label: '"type"' }]),
    ).toEqual([{ label: 'quay.io' }]);
    expect(notOffered(own, [])).toEqual(own);
  });
});

const title = '**mirrorSourcePolicy**: string';
const meaning = 'What happens when no mirror has the image.';
const values = 'One of `AllowContactingSource`, `NeverContactSource`';
const absent = 'Default: AllowContactingSource.';
const leads = 'Pulls go to `cache.corp.example`.';
const other =
  '#### ImageDigestMirrorSet\n\nWhat happens when no mirror has the image\\. Default: AllowContactingSource\\.';

describe('a hover', () => {
  it.each([
    [
      'is kept where others say nothing',
      [title, meaning, values, absent],
      [],
      [title, meaning, values, absent],
    ],
    ['is kept where others say something else', [title, meaning], ['A string.'], [title, meaning]],
    ['is none where all of it is said', [title, meaning, values, absent], [other], undefined],
    ['keeps what only we know', [title, meaning, absent, leads], ['junk', other], [leads]],
  ])('%s', (_, own, others, expected) => {
    expect(notSaid(own.join('\n\n'), others)).toBe(expected?.join('\n\n'));
  });
});
