import type { ExtensionContext } from 'vscode';
import { type PublicSurface, type Stub, startStub } from './stub.ts';

let stub: Stub | undefined;

export function activate(context: ExtensionContext): PublicSurface {
  stub = startStub(context, () => import('../main/desktop.ts'));
  return stub.surface;
}

export async function deactivate(): Promise<void> {
  await stub?.stop();
}
