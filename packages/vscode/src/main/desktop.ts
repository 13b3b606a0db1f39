import type { ExtensionContext } from 'vscode';
import { desktopClient } from '../client/desktop.ts';
import type { Main } from '../stub/stub.ts';
import { startMain } from './start.ts';

export function start(context: ExtensionContext): Promise<Main> {
  // what speaks to machines is evaluated when a view or a command of it is first used
  return startMain(context, desktopClient, async (log) =>
    (await import('../push/panel.ts')).startPanel(context, log),
  );
}
