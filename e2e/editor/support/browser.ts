import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium as driver, type Page } from 'playwright-core';
import { chromium } from './cache.ts';

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  close(): Promise<void>;
}

/** A headless Chromium that reaches this machine and nothing else. */
export async function startBrowser(
  size: { readonly width: number; readonly height: number } = { width: 1280, height: 800 },
): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'mw-chromium-'));
  const context = await driver.launchPersistentContext(folder, {
    executablePath: chromium()!,
    headless: true,
    viewport: size,
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, page, close };
}

/** The address of the editor with a folder, and with what it should do first. */
export function addressOf(
  host: string,
  folder: string | undefined,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams();
  if (folder !== undefined) query.set('folder', folder);
  query.set('payload', JSON.stringify(payload));
  return `http://${host}/?${query}`;
}
