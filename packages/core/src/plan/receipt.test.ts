import { expect, test } from 'vitest';
import { isPushId, type Receipt, readReceipt, receiptsOf, writeReceipt } from './receipt.ts';

const receipt: Receipt = {
  version: 1,
  pushId: '20261121T080000-ab12cd',
  planId: 'a'.repeat(64),
  kind: 'push',
  startedAt: 1_795_000_000_000,
  nodes: [
    {
      node: 'node-a',
      address: '192.0.2.10',
      outcome: 'unknown',
      decidedBy: 1_795_000_060_000,
      files: [{ path: '/etc/containers/registries.conf', before: null, after: 'b'.repeat(64) }],
      validated: ['podman ok'],
    },
  ],
};

test('a receipt is read as it was written', () => {
  expect(readReceipt(writeReceipt(receipt))).toEqual(receipt);
});

test('a damaged receipt is none', () => {
  const text = writeReceipt(receipt);
  for (const bad of [
    '',
    '{}',
    text.slice(0, 50),
    text.replace('"unknown"', '"fine"'),
    text.replace('"kind"', '"__proto__"'),
  ])
    expect(readReceipt(bad)).toBeUndefined();
});

test('receipts of a plan are found by its first digits, newest first', () => {
  const later = { ...receipt, pushId: 'later', startedAt: receipt.startedAt + 1 };
  const other = { ...receipt, planId: 'b'.repeat(64) };
  expect(receiptsOf([receipt, other, later], 'aaaaaaaaaaaa')).toEqual([later, receipt]);
});

test('the id of a push is a plain file name', () => {
  expect(isPushId(receipt.pushId)).toBe(true);
  for (const id of ['', '-x', '../x', 'a/b', 'a b', 'a\n']) expect(isPushId(id)).toBe(false);
});
