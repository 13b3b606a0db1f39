import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/vscode/package.ts';
import { haveEditor } from './support/cache.ts';
import { type Installed, openInstalled } from './support/installed.ts';
import { canHaveNodes, type EditorNodes, startEditorNodes } from './support/nodes.ts';

const pictures = resolve(import.meta.dirname, '../../.cache/pictures');
const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';
const policyAt = (location: string): string =>
  `version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: ${location}\n`;

describe.skipIf(!haveEditor() || !canHaveNodes())('a user who pushes from the editor', () => {
  let nodes: EditorNodes;
  let editor: Installed;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    nodes = await startEditorNodes(2);
    editor = await openInstalled({
      vsix: vsixPath(),
      env: nodes.env,
      files: {
        'mirror-policy.yaml': policyAt('cache.corp.example'),
        'mirrorwright-nodes.yaml': nodes.nodesFile({ 1: 'deploy', 2: 'asked' }),
      },
    });
  }, 180_000);

  afterAll(async () => {
    await editor?.close();
    nodes?.lab.stop();
  });

  const picture = (name: string): Promise<Buffer> =>
    editor.page.screenshot({ path: join(pictures, `${name}.png`) });
  const row = (text: string): Locator =>
    editor.page.locator('.pane-body .monaco-list-row', { hasText: text });
  const dialog = (): Locator => editor.page.locator('.monaco-dialog-box');
  const message = (text: string): Locator =>
    editor.page.locator('.notification-list-item', { hasText: text });

  /** Presses a button at the end of a line, which is there while the mouse is on it. */
  async function onRow(text: string, action: string): Promise<void> {
    await row(text).hover();
    await row(text).getByRole('button', { name: action }).click();
  }

  it('sees the nodes, and nothing is asked of them yet', async () => {
    const { page } = editor;
    await page.locator('.activitybar .action-item a[aria-label="Mirrorwright"]').click();
    await row('node1').waitFor({ timeout: 60_000 });
    await row('node2').waitFor();
    expect(nodes.lab.nodes[0]!.run('ls /var/lib/mirrorwright 2>/dev/null || true')).toBe('');
    await picture('push-nodes');
  }, 120_000);

  it('pushes to one of them by a button, and takes it back by a button', async () => {
    const { page } = editor;
    await editor.open('mirror-policy.yaml');
    await onRow('deploy@', 'Push to Nodes');
    await dialog().waitFor({ timeout: 60_000 });
    await picture('push-question');
    const text = await dialog().textContent();
    expect(text).toMatch(/Push plan [0-9a-f]{12} to node1\?/);
    expect(text).toContain(`node1: ${dropIn} (new)`);
    expect(text).toContain('Connects from: ');
    expect(nodes.read(1, dropIn)).toBeUndefined();
    await dialog().getByRole('button', { name: 'Push to node1' }).click();
    await message('1 node: committed').waitFor({ timeout: 60_000 });
    await picture('push-done');
    expect(nodes.read(1, dropIn)).toContain('cache.corp.example');
    await row('Push of').waitFor();
    await message('1 node: committed').getByRole('button', { name: 'Roll Back' }).click();
    await dialog().waitFor({ timeout: 60_000 });
    await picture('push-roll-back');
    expect(await dialog().textContent()).toContain('is removed');
    await dialog().getByRole('button', { name: 'Roll Back' }).click();
    await message('as it was before the push').waitFor({ timeout: 60_000 });
    expect(nodes.read(1, dropIn)).toBeUndefined();
    await page.keyboard.press('Escape');
  }, 180_000);

  it('cancels a push by its notification, and the node is as it was', async () => {
    const { page } = editor;
    const [node] = nodes.lab.nodes;
    node!.run('touch /etc/mirrorwright-lab/slow');
    await onRow('deploy@', 'Push to Nodes');
    await dialog().getByRole('button', { name: 'Push to node1' }).click({ timeout: 60_000 });
    await expect.poll(() => nodes.read(1, dropIn), { timeout: 30_000 }).toContain('cache.corp.example');
    await message('Pushing plan').getByRole('button', { name: 'Cancel' }).click();
    node!.run('rm /etc/mirrorwright-lab/slow');
    await message('rolled back, as it was before').waitFor({ timeout: 60_000 });
    await picture('push-cancelled');
    expect(nodes.read(1, dropIn)).toBeUndefined();
    await page.keyboard.press('Escape');
  }, 180_000);

  it('is led to the nodes file by what is wrong in it', async () => {
    const { page } = editor;
    const path = join(editor.workspace, 'mirrorwright-nodes.yaml');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, 'nodes: []\nnodse: []\n');
    await row('mirrorwright-nodes.yaml:2').click({ timeout: 60_000 });
    await page.locator('.tab.active[data-resource-name="mirrorwright-nodes.yaml"]').waitFor();
    writeFileSync(path, before);
    await row('deploy@').waitFor({ timeout: 60_000 });
  }, 120_000);

  it('throws a plan away that cannot be pushed', async () => {
    const { page } = editor;
    const path = join(editor.workspace, 'mirrorwright-nodes.yaml');
    appendFileSync(path, '  - name: dark\n    address: 192.0.2.77\n    become: none\n');
    await editor.open('mirror-policy.yaml');
    await row('dark').waitFor({ timeout: 60_000 });
    await onRow('dark', 'Push to Nodes');
    await message('No plan can be pushed').waitFor({ timeout: 60_000 });
    await row('cannot be pushed').waitFor();
    const header = page.locator('.pane-header', { hasText: 'Plan' });
    await header.hover();
    expect(await header.locator('.codicon-cloud-upload').count()).toBe(0);
    await header.getByRole('button', { name: 'More Actions' }).click();
    await page.getByRole('menuitem', { name: 'Discard the Plan' }).click();
    await row('cannot be pushed').waitFor({ state: 'detached' });
  }, 120_000);

  it('types a password once, lets it be remembered, and lets it be forgotten', async () => {
    const { page } = editor;
    const input = page.locator('.quick-input-widget .quick-input-box input');
    await onRow('asked@', 'Check Nodes');
    await page.waitForSelector('.quick-input-widget:has-text("sudo password of asked")', { timeout: 60_000 });
    expect(await input.getAttribute('type')).toBe('password');
    await page.keyboard.type(nodes.lab.password);
    await picture('push-password');
    await page.keyboard.press('Enter');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'secret storage' })
      .click({ timeout: 60_000 });
    await row('answers').waitFor({ timeout: 60_000 });
    await onRow('asked@', 'Push to Nodes');
    await dialog().waitFor({ timeout: 60_000 });
    expect(await dialog().textContent()).toContain('to node2?');
    await page.keyboard.press('Escape');
    await editor.command('Mirrorwright: Forget Node Secrets');
    await message('Forgot 1 secret').waitFor();
    await onRow('asked@', 'Check Nodes');
    await page.waitForSelector('.quick-input-widget:has-text("sudo password of asked")', { timeout: 60_000 });
    await page.keyboard.press('Escape');
    await picture('push-forgotten');
  }, 180_000);
});
