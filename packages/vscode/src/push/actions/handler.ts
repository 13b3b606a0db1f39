import { window, workspace } from 'vscode';
import type { Entry } from '../views/entries.ts';

/** A command, with the arguments of whoever called it. */
export type Handler = (args: readonly unknown[]) => unknown;

/** Why nothing may connect to machines here; undefined: it may. */
export function reasonAgainst({ writes }: { readonly writes: boolean }): string | undefined {
  if (!workspace.isTrusted) return 'This needs a trusted workspace: it connects to machines.';
  if (workspace.workspaceFolders?.every(({ uri }) => uri.scheme !== 'file') === true)
    return 'This needs files on a machine: connections start there.';
  if (writes && workspace.getConfiguration('mirrorwright').get<boolean>('readOnly', false))
    return 'Pushes are off here: the setting mirrorwright.readOnly is on.';
  return undefined;
}

/** A command that connects to machines, guarded: hiding a button protects nothing from who calls it by its name. */
export function guarded(options: { readonly writes: boolean }, handler: Handler): Handler {
  return (args) => {
    const reason = reasonAgainst(options);
    if (reason === undefined) return handler(args);
    void window.showInformationMessage(reason);
    return { end: 'refused', reason };
  };
}

/** The line of a view that a command was called on. */
export function entryIn(args: readonly unknown[]): Entry | undefined {
  return args.find(
    (arg): arg is Entry =>
      typeof arg === 'object' && arg !== null && 'id' in arg && 'label' in arg && typeof arg.id === 'string',
  );
}
