import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFolder } from './folder.ts';

const isYaml = (name: string): boolean => name.endsWith('.yaml');

describe('a folder', () => {
  it('is read without what lies below it, and without files that are not wanted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mirrorwright-folder-'));
    mkdirSync(join(folder, 'below'));
    for (const path of ['b.yaml', 'a.yaml', 'notes.txt', 'below/c.yaml'])
      writeFileSync(join(folder, path), path);
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    expect(await readFolder(folder, isYaml)).toEqual({
      ok: true,
      files: [
        { name: 'a.yaml', text: 'a.yaml' },
        { name: 'b.yaml', text: 'b.yaml' },
      ],
      folders: ['below'],
    });
  });

  it('that is not there is empty, and one that is a file says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mirrorwright-folder-'));
    expect(await readFolder(join(folder, 'none'), isYaml)).toEqual({ ok: true, files: [], folders: [] });
    writeFileSync(join(folder, 'file'), '');
    expect(await readFolder(join(folder, 'file'), isYaml)).toMatchObject({ ok: false });
  });
});
