import type { ExtensionContext } from 'vscode';
import { webClient } from '../client/web.ts';
import type { Main } from '../stub/stub.ts';
import { startMain } from './start.ts';

export function start(context: ExtensionContext): Promise<Main> {
  return startMain(context, webClient);
}
