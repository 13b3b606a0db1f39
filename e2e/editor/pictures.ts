/**
 * Makes the pictures of the extension's README and walkthrough, from the real editor with the packed extension:
 * `node e2e/editor/pictures.ts [SCENE...]`. They are committed.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { extensionFolder } from '../../scripts/vscode/build.ts';
import { packageExtension } from '../../scripts/vscode/package.ts';
import { startBrowser } from './support/browser.ts';
import { type Installed, openInstalled } from './support/installed.ts';
import { startEditorNodes } from './support/nodes.ts';

const media = join(extensionFolder, 'media');
const mostBytes = 60 * 1024;

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' } as const;

const files = {
  'registries.conf': `unqualified-search-registries = ["docker.io"]

[[registry]]
location = "quay.io"

[[registry.mirror]]
location = "https://cache.corp.example"
short-name-mode = "enforcing"
`,
  'node-a/registries.conf.d/10-corp.conf': `[[registry]]
location = "quay.io"

[[registry.mirror]]
location = "cache.corp.example/quay"
pull-from-mirror = "digest-only"

[[registry.mirror]]
location = "backup.corp.example"
`,
  'mirror-policy.yaml': `version: 1
targets: [podman@5.8]
upstreams:
  - registry: docker.io
    mirrors:
      - location: harbor.corp.example
        style: harbor
        project: hub
`,
  'mirrorwright-nodes.yaml': `nodes:
  - {name: node-a, address: node-a.corp.example, user: root, become: none}
  - {name: node-b, address: node-b.corp.example, user: root, become: none}
`,
  'etc/containers/registries.conf.d/50-mirrors.conf':
    '# kept by hand\n[[registry]]\nlocation = "docker.io"\n',
};

const settings = {
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'editor.minimap.enabled': false,
  'editor.fontSize': 13,
  'breadcrumbs.enabled': false,
  'editor.lightbulb.enabled': 'off',
  'diffEditor.renderSideBySide': true,
  'diffEditor.useInlineViewWhenSpaceIsLimited': false,
  'diffEditor.wordWrap': 'on',
  'editor.overviewRulerBorder': false,
  'editor.occurrencesHighlight': 'off',
  'workbench.statusBar.visible': false,
};

/** What each picture shows, one after the other in one editor. */
const scenes: Readonly<Record<string, (editor: Installed) => Promise<void>>> = {
  findings: async ({ page, open, command }) => {
    await open('registries.conf');
    await page.waitForSelector('.squiggly-error', { timeout: 60_000 });
    await page.keyboard.press('F8');
    await page.waitForSelector('.marker-widget');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.marker-widget', { state: 'hidden' });
    await page.keyboard.press('Alt+PageUp');
    await command('Quick Fix...');
    await page.waitForSelector('.action-widget');
  },
  explain: async ({ page, open, command }) => {
    await onlyOneGroup(page, command);
    await open('10-corp.conf');
    await page.waitForSelector('.codelens-decoration:has-text("Explain a pull")', { timeout: 60_000 });
    await command('Mirrorwright: Explain a Pull');
    await page.waitForSelector('.quick-input-title:has-text("Explain a Pull")');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('quay.io/acme/web:1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.view-line:has-text("quay.io/acme/web:1 for")', { timeout: 60_000 });
  },
  preview: async ({ page, open, command }) => {
    await onlyOneGroup(page, command);
    await open('mirror-policy.yaml');
    await command('Mirrorwright: Preview Node Files');
    await page.waitForSelector('.monaco-diff-editor .line-insert', { timeout: 60_000 });
    await onlyTheSecondGroup(page, command);
  },
  new: async ({ page, open, command }) => {
    await onlyOneGroup(page, command);
    await open('mirror-policy.yaml');
    await command('Mirrorwright: New Mirror Configuration');
    await page.waitForSelector('.quick-input-title:has-text("(1/5)")');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.quick-input-title:has-text("(2/5)")');
    await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("ghcr.io")');
  },
  push: async ({ page, open, command }) => {
    await onlyOneGroup(page, command);
    await open('mirror-policy.yaml');
    await command('Mirrorwright: Focus on Nodes View');
    const node = page.locator('.pane-body .monaco-list-row', { hasText: 'node-a' });
    await node.click({ button: 'right' });
    await page.locator('.monaco-menu .action-label', { hasText: 'Plan a Push' }).click();
    const plan = page.locator('.pane-body .monaco-list-row', { hasText: 'podman@' });
    await plan.locator('.monaco-tl-twistie').click({ timeout: 60_000 });
    await page.waitForSelector('.monaco-diff-editor .line-insert', { timeout: 60_000 });
    await page.locator('.pane-body .monaco-list-row', { hasText: '50-mirrors.conf' }).waitFor();
  },
};

async function onlyOneGroup(page: Page, command: Installed['command']): Promise<void> {
  await page.keyboard.press('Escape');
  await command('View: Close All Editors');
  await page.waitForSelector('.editor-group-container.empty, .editor-group-watermark');
}

/** Two files side by side need the whole width. */
async function onlyTheSecondGroup(page: Page, command: Installed['command']): Promise<void> {
  await page.locator('.editor-group-container').nth(1).locator('.tab').click();
  await command('View: Toggle Maximize Editor Group');
  await page.waitForSelector('.quick-input-widget', { state: 'hidden' });
}

/** Where a picture ends that would cut a line in two parts, or show half of what comes next. */
const heights: Readonly<Record<string, number>> = { explain: 352, compare: 394 };

async function take(page: Page, path: string, wanted?: number): Promise<void> {
  mkdirSync(join(path, '..'), { recursive: true });
  // what blinks or fades is not the same twice
  await page.addStyleTag({
    content:
      '.cursor, .scrollbar, .diffViewport { visibility: hidden !important } * { transition: none !important; animation: none !important }',
  });
  // a dense picture loses its lower edge before it becomes too large
  const { width, height: whole } = page.viewportSize()!;
  const height = wanted ?? whole;
  for (let cut = 0; cut < height / 2; cut += 20) {
    const clip = { x: 0, y: 0, width, height: height - cut };
    await page.screenshot({ path, clip, animations: 'disabled', caret: 'hide' });
    if (statSync(path).size <= mostBytes) break;
  }
  const { size } = statSync(path);
  process.stdout.write(`${path} ${Math.round(size / 1024)} KB\n`);
  if (size > mostBytes) process.exitCode = 1;
}

/** The icon as the marketplace wants it. */
async function takeIcon(): Promise<void> {
  const browser = await startBrowser({ width: 128, height: 128 });
  const svg = readFileSync(join(media, 'icon.svg'), 'utf8');
  await browser.page.setContent(`<body style="margin:0;background:transparent">${svg}</body>`);
  await browser.page.screenshot({ path: join(media, 'icon.png'), omitBackground: true });
  await browser.close();
}

/** Scenes named as arguments; all where none is. */
const chosen = process.argv.slice(2);

await takeIcon();
const vsix = await packageExtension();
const nodes = await startEditorNodes(2);
for (const [theme, name] of Object.entries(themes)) {
  const editor = await openInstalled({
    vsix,
    files,
    env: nodes.env,
    settings: { ...settings, 'workbench.colorTheme': name },
    size: { width: 820, height: 420 },
  });
  try {
    await editor.command('View: Toggle Primary Side Bar Visibility');
    for (const [scene, act] of Object.entries(scenes)) {
      if (chosen.length > 0 && !chosen.includes(scene)) continue;
      await act(editor);
      await take(editor.page, join(media, 'walkthrough', `${scene}-${theme}.png`), heights[scene]);
    }
  } finally {
    await editor.close();
  }
}
nodes.lab.stop();
