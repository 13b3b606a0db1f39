import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { addressOf, type Browser, startBrowser } from './browser.ts';
import { editor } from './cache.ts';
import { type EditorServer, startServer } from './server.ts';

/** The editor with the packed extension installed, as a user has it. */
export interface Installed {
  readonly page: Page;
  /** The folder that is open. */
  readonly workspace: string;
  /** Opens a file of the workspace in front. */
  open(path: string): Promise<void>;
  /** Runs a command by its title, from the palette. */
  command(title: string): Promise<void>;
  close(): Promise<void>;
}

export interface InstalledOptions {
  readonly vsix: string;
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: { readonly width: number; readonly height: number };
}

/** Installs a .vsix into a new editor and opens a workspace with it. */
export async function openInstalled({
  vsix,
  files,
  settings,
  env,
  size,
}: InstalledOptions): Promise<Installed> {
  const place = mkdtempSync(join(tmpdir(), 'mw-installed-'));
  const workspace = join(place, 'workspace');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  const extensions = join(place, 'extensions');
  const args = [
    '--install-extension',
    vsix,
    '--extensions-dir',
    extensions,
    '--user-data-dir',
    join(place, 'data'),
  ];
  const { status, stdout, stderr } = spawnSync(editor.node, [editor.entry, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the editor did not take ${vsix}: ${stdout}${stderr}`);
  const server = await startServer({
    extensions,
    asUser: true,
    ...(settings && { settings }),
    ...(env && { env }),
  });
  const browser = await startBrowser(size);
  try {
    await browser.page.goto(addressOf(server.host, workspace, [['skipWelcome', 'true']]));
    await browser.page.waitForSelector('.monaco-workbench .part.editor', { timeout: 60_000 });
    await browser.page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
  } catch (error) {
    await closeAll(browser, server, place);
    throw error;
  }
  const { page } = browser;
  return {
    page,
    workspace,
    open: (path) => openFile(page, path),
    command: (title) => runCommand(page, title),
    close: () => closeAll(browser, server, place),
  };
}

async function closeAll(browser: Browser, server: EditorServer, place: string): Promise<void> {
  await browser.close();
  server.stop();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
}

/** A page that is still being drawn, as a walkthrough, may take the focus and with it the Enter: the file is asked for again. */
async function openFile(page: Page, path: string): Promise<void> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const tab = page.locator(`.tab.active[data-resource-name="${name}"]`);
  for (let left = 3; ; left--) {
    await choose(page, 'Control+P', path, name);
    try {
      return await tab.waitFor({ timeout: 8_000 });
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

function runCommand(page: Page, title: string): Promise<void> {
  return choose(page, 'F1', `>${title}`, title);
}

/** Chooses an entry of a list that a key opens. An editor that has just started may not have it yet: it is asked again. */
async function choose(page: Page, key: string, text: string, entry: string): Promise<void> {
  const input = page.locator('.quick-input-widget .quick-input-box input');
  const row = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry });
  for (let left = 6; ; left--) {
    try {
      await page.keyboard.press(key);
      await input.waitFor({ timeout: 8_000 });
      await input.fill(text);
      await row.waitFor({ timeout: 8_000 });
      break;
    } catch (error) {
      if (left === 0) throw error;
      await page.keyboard.press('Escape');
    }
  }
  await page.keyboard.press('Enter');
}
