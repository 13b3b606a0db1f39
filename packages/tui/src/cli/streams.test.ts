import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { command } from '../testing/run.ts';

/** The command with its output led elsewhere by a shell. */
function led(args: string, where: string): { readonly status: number | null; readonly stderr: string } {
  const line = `"$0" "$1" ${args} ${where}`;
  return spawnSync('sh', ['-c', line, process.execPath, command], { encoding: 'utf8' });
}

describe.skipIf(!existsSync('/dev/full'))('output that cannot be written', () => {
  test('to a full disk ends with a word and not with success', () => {
    const { status, stderr } = led('rules', '>/dev/full');
    expect(stderr).toBe('mirrorwright: the output cannot be written any further (ENOSPC)\n');
    expect(status).toBe(1);
  });

  test('for messages changes nothing of the result', () => {
    expect(led('lint /nowhere.conf', '2>/dev/full').status).toBe(led('lint /nowhere.conf', '').status);
  });
});
