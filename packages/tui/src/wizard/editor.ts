import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export type EditResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Has the user edit a text in $VISUAL, $EDITOR or vi, as git does: the setting may hold arguments. The file is theirs
 * alone and gone afterwards. An editor that fails changes nothing.
 */
export async function editText(text: string, name: string): Promise<EditResult> {
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
  const folder = await mkdtemp(join(tmpdir(), 'mirrorwright-edit-'));
  const path = join(folder, name);
  try {
    await writeFile(path, text, { mode: 0o600 });
    const code = await runEditor(editor, path);
    if (code !== 0) return { ok: false, reason: `${editor} ended with ${code}; nothing was changed` };
    return { ok: true, text: await readFile(path, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runEditor(editor: string, path: string): Promise<number> {
  return new Promise((done) => {
    // the shell splits the setting, and the path stays one argument whatever it holds
    const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
    child.on('error', () => done(127));
    child.on('close', (code) => done(code ?? 1));
  });
}
