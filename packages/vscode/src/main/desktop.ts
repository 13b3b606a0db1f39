import type { ExtensionContext } from 'vscode';
import { desktopClient } from '../client/desktop.ts';
import type { Main } from '../stub/stub.ts';
import { startMain } from './start.ts';

export function start(context: ExtensionContext): Promise<Main> {
  return startMain(context, desktopClient);
}
