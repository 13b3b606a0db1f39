import { readMirrorPolicy, sourceText, type Wanted } from '@mirrorwright/core';
import { type TextDocument, Uri, window, workspace } from 'vscode';
import { dialectOf } from '../stub/recognise.ts';
import type { Person } from './person.ts';

const save = 'Save';

/**
 * The mirror policy that a push is of: the one that is named, the one in front, or one of the workspace. It is saved
 * first, as what is pushed is what the file says. Undefined: there is none, or the person left a question; then a text.
 */
export async function policyFor(argument: unknown, person: Person): Promise<TextDocument | string> {
  const document = await chosen(argument, person);
  if (document === undefined) return 'No mirror policy was chosen.';
  if (!document.isDirty && !document.isUntitled) return document;
  const name = workspace.asRelativePath(document.uri);
  const answer = await person.choose({
    message: `${name} is not saved.`,
    detail: 'A push is of the mirror policy as its file says.',
    buttons: [save],
  });
  if (answer !== save || !(await document.save())) return `${name} is not saved. Nothing was planned.`;
  return document;
}

async function chosen(argument: unknown, person: Person): Promise<TextDocument | undefined> {
  if (argument instanceof Uri) return ifPolicy(await workspace.openTextDocument(argument));
  const front = window.activeTextEditor?.document;
  if (front !== undefined && ifPolicy(front) !== undefined) return front;
  const found = await workspace.findFiles('**/*mirror-policy*.{yaml,yml}', '**/node_modules/**', 50);
  const policies: TextDocument[] = [];
  for (const uri of found.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const document = ifPolicy(await workspace.openTextDocument(uri));
    if (document !== undefined) policies.push(document);
  }
  if (policies.length < 2) return policies[0];
  const items = policies.map(({ uri }) => ({ label: workspace.asRelativePath(uri) }));
  const name = await person.pickOne('Push which mirror policy?', items);
  return policies[items.findIndex(({ label }) => label === name)];
}

function ifPolicy(document: TextDocument): TextDocument | undefined {
  return dialectOf(document) === 'mirror-policy' ? document : undefined;
}

/** What the policy wants on the nodes. */
export function wantedOf(document: TextDocument): Wanted {
  const path = workspace.asRelativePath(document.uri);
  return { kind: 'policy', policy: readMirrorPolicy(path, sourceText(document.getText())) };
}
