import { describe, expect, it } from 'vitest';
import { refusedItems } from './refused.ts';

describe('a typed text that is no answer', () => {
  const items = [{ label: 'podman@5.8', description: 'named for this file' }, { label: 'quay.io' }];

  it('is told why, in the list itself', () => {
    expect(refusedItems('https://x.example', 'Leave the scheme out.', items)).toEqual([
      { label: 'https://x.example', description: 'Leave the scheme out.', alwaysShow: true },
    ]);
  });

  it.each([
    ['nothing is typed', '', 'Write a name.'],
    ['it is an answer', 'cache.corp.example', undefined],
    ['it may still become one that is listed', 'Podman@', 'no version'],
    ['it is in what stands beside one', 'this file', 'no target'],
  ])('is left alone where %s', (_, text, why) => {
    expect(refusedItems(text, why, items)).toEqual([]);
  });
});
