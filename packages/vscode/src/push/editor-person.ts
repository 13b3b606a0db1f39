import { window } from 'vscode';
import type { Person } from './person.ts';

const keep = "Remember it in the editor's secret storage";

/** The person at the editor. */
export const editorPerson: Person = {
  choose: async ({ message, detail, buttons }) =>
    window.showWarningMessage(message, { modal: true, detail }, ...buttons),
  typed: async (title, prompt) => window.showInputBox({ title, prompt, ignoreFocusOut: true }),
  secret: async (prompt) => {
    const text = await window.showInputBox({ prompt, password: true, ignoreFocusOut: true });
    if (text === undefined) return undefined;
    const answer = await window.showQuickPick(['Use it this time only', keep], {
      title: prompt,
      ignoreFocusOut: true,
    });
    return answer === undefined ? undefined : { text, keep: answer === keep };
  },
  pickSome: async (title, items) =>
    (await window.showQuickPick([...items], { title, canPickMany: true, ignoreFocusOut: true }))?.map(
      ({ label }) => label,
    ),
  pickOne: async (title, items) => (await window.showQuickPick([...items], { title }))?.label,
};
