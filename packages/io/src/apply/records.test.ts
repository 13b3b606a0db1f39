import { describe, expect, it } from 'vitest';
import { parseReceipt } from './records.ts';

describe('a receipt', () => {
  it('is read whole', () => {
    const text =
      'outcome rolled-back guard-fired =why\npush p1\nplan aa\nkind rollback\nat 12\nfile =/etc/a =/etc/b - 00ff\nvalidated podman ok -';
    expect(parseReceipt(text)).toEqual({
      pushId: 'p1',
      planId: 'aa',
      kind: 'rollback',
      outcome: 'rolled-back',
      message: 'why',
      at: 12,
      files: [{ path: '/etc/a', realPath: '/etc/b', oldSha256: null, newSha256: '00ff' }],
    });
  });

  it('that is damaged says nothing for sure', () => {
    expect(parseReceipt('')).toMatchObject({ outcome: 'unknown', files: [] });
  });
});
