import { expect, test } from 'vitest';
import { closest } from './closest.ts';

const transports = ['docker', 'docker-daemon', 'dir', 'oci', 'atomic'];

test('finds swapped, missing and doubled letters', () => {
  expect(closest('dockre', transports)).toBe('docker');
  expect(closest('doker', transports)).toBe('docker');
  expect(closest('dockerr', transports)).toBe('docker');
});

test('ignores case, hyphens and underscores', () => {
  expect(closest('Docker_Daemon', transports)).toBe('docker-daemon');
});

test('says nothing when nothing is close', () => {
  expect(closest('containerd', transports)).toBeUndefined();
  expect(closest('x'.repeat(100_000), transports)).toBeUndefined();
});
