import { mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Receipt } from '@mirrorwright/core';
import { describe, expect, test } from 'vitest';
import { receiptStore } from './store.ts';

const receipt: Receipt = {
  version: 1,
  pushId: 'p1',
  planId: 'a'.repeat(64),
  kind: 'push',
  startedAt: 5,
  nodes: [{ node: 'a', address: 'a', outcome: 'waiting', files: [], validated: [] }],
};

function state(): string {
  return mkdtempSync(join(tmpdir(), 'mirrorwright-receipts-'));
}

describe('receipts', () => {
  test('are kept for their owner alone, and replaced as a push goes on', async () => {
    const home = state();
    const store = receiptStore({ XDG_STATE_HOME: home });
    expect(await store.list()).toEqual([]);
    expect(await store.save(receipt)).toBeUndefined();
    const done = { ...receipt, nodes: [{ ...receipt.nodes[0]!, outcome: 'committed' as const }] };
    expect(await store.save(done)).toBeUndefined();
    expect(await store.save({ ...receipt, pushId: 'p2', startedAt: 6 })).toBeUndefined();
    expect((await store.list()).map(({ pushId }) => pushId)).toEqual(['p2', 'p1']);
    expect((await store.list())[1]).toEqual(done);
    expect(statSync(join(store.folder, 'p1.json')).mode & 0o777).toBe(0o600);
    expect(statSync(store.folder).mode & 0o777).toBe(0o700);
  });

  test('that are damaged or foreign are passed over', async () => {
    const store = receiptStore({ XDG_STATE_HOME: state() });
    await store.save(receipt);
    writeFileSync(join(store.folder, 'bad.json'), '{"version":1');
    writeFileSync(join(store.folder, 'notes.txt'), 'x');
    expect(await store.list()).toHaveLength(1);
  });

  test('never follow a link in the place of their folder, and say why they cannot be written', async () => {
    const home = state();
    mkdirSync(join(home, 'mirrorwright'));
    symlinkSync(home, join(home, 'mirrorwright/receipts'));
    expect(await receiptStore({ XDG_STATE_HOME: home }).save(receipt)).toContain('no folder of yours');
    expect(await receiptStore({ XDG_STATE_HOME: home }).save({ ...receipt, pushId: '../x' })).toContain(
      'named',
    );
    const file = join(home, 'file');
    writeFileSync(file, '');
    expect(await receiptStore({ XDG_STATE_HOME: file }).save(receipt)).toContain('ENOTDIR');
  });

  test('lie in the home of the user database where HOME is empty or none, never where somebody stands', () => {
    const usual = join(userInfo().homedir, '.local/state/mirrorwright/receipts');
    expect(receiptStore({ HOME: '' }).folder).toBe(usual);
    expect(receiptStore({}).folder).toBe(usual);
    expect(receiptStore({ HOME: '/srv/me' }).folder).toBe('/srv/me/.local/state/mirrorwright/receipts');
  });
});
