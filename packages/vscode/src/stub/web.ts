import type { ExtensionContext } from 'vscode';
import * as main from '../main/web.ts';
import { type PublicSurface, type Stub, startStub } from './stub.ts';

let stub: Stub | undefined;

// the extension host of a browser loads one file, and no part of it later
export function activate(context: ExtensionContext): PublicSurface {
  stub = startStub(context, async () => main);
  return stub.surface;
}

export async function deactivate(): Promise<void> {
  await stub?.stop();
}
