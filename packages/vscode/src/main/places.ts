import { rules } from '@mirrorwright/core';
import { commands, Range, Uri, window, workspace } from 'vscode';

/** [code?]: the page of a rule, from the extension itself. Asks which one where none is named. */
export async function openRule(extensionUri: Uri, args: readonly unknown[]): Promise<void> {
  const [given] = args;
  const code = typeof given === 'string' ? given : await pickRule();
  // only what is a rule becomes part of a path
  const rule = rules.find(({ meta }) => meta.code === code || meta.name === code);
  if (rule === undefined) return;
  const page = Uri.joinPath(extensionUri, 'dist', 'rules', `${rule.meta.code}.md`);
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    await window.showTextDocument(page);
  }
}

async function pickRule(): Promise<string | undefined> {
  const items = rules.map(({ meta }) => ({ label: meta.code, description: meta.name }));
  const title = 'Open the Page of a Rule';
  return (await window.showQuickPick(items, { title, matchOnDescription: true }))?.label;
}

interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** [uri, range]: shows a place, as a lens or a hover names it. */
export async function showPlace(args: readonly unknown[]): Promise<void> {
  const [uri, range] = args;
  if (typeof uri !== 'string' || !isRange(range)) return;
  const { start, end } = range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  const document = await workspace.openTextDocument(Uri.parse(uri, true));
  await window.showTextDocument(document, { selection });
}

function isRange(value: unknown): value is PlainRange {
  const { start, end } = (value ?? {}) as Partial<PlainRange>;
  return [start?.line, start?.character, end?.line, end?.character].every((part) => typeof part === 'number');
}
