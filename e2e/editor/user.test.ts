import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsixPath } from '../../scripts/vscode/package.ts';
import { haveEditor } from './support/cache.ts';
import { type Installed, openInstalled } from './support/installed.ts';

const misplaced = `[[registry]]
location = "quay.io"

[[registry.mirror]]
location = "cache.corp.example"
short-name-mode = "enforcing"
`;

const policy = `version: 1
targets: [podman@5.8]
upstreams:
  - registry: docker.io
    mirrors:
      - location: cache.corp.example
`;

describe.skipIf(!haveEditor())('a user with the packed extension', () => {
  let editor: Installed;

  beforeAll(async () => {
    editor = await openInstalled({
      vsix: vsixPath(),
      files: {
        'registries.conf': misplaced,
        'mirror-policy.yaml': policy,
        'etc/containers/registries.conf.d/50-mirrors.conf': '[[registry]]\nlocation = "docker.io"\n',
      },
    });
  }, 180_000);

  afterAll(() => editor?.close());

  const lines = async (): Promise<string> =>
    (await editor.page.locator('.editor-group-container.active .view-line').allTextContents())
      .join('\n')
      .replaceAll('\u00a0', ' ');

  it('sees what is wrong underlined, and repairs it from the keyboard', async () => {
    const { page } = editor;
    await editor.open('registries.conf');
    await page.waitForSelector('.squiggly-error, .squiggly-warning', { timeout: 60_000 });
    await page.keyboard.press('F8');
    await page.waitForSelector('.marker-widget');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    await page.waitForSelector('.action-widget');
    await page.keyboard.press('Enter');
    await expect.poll(lines, { timeout: 20_000 }).toMatch(/^short-name-mode = "enforcing"\n/);
    await page.waitForSelector('.squiggly-error', { state: 'detached' });
  }, 120_000);

  it('opens the preview of a policy, and sees the planned lines beside the present ones', async () => {
    const { page } = editor;
    await editor.open('mirror-policy.yaml');
    await editor.command('Mirrorwright: Preview Node Files');
    await page.waitForSelector('.monaco-diff-editor .line-insert, .monaco-diff-editor .char-insert', {
      timeout: 60_000,
    });
    await expect
      .poll(async () => (await page.locator('.modified .view-line').allTextContents()).join('\n'), {
        timeout: 20_000,
      })
      .toContain('cache.corp.example');
  }, 120_000);

  it('asks what an image comes from', async () => {
    const { page } = editor;
    await editor.open('registries.conf');
    await editor.command('Mirrorwright: Explain a Pull');
    await page.waitForSelector('.quick-input-title:has-text("Explain a Pull")');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('quay.io/acme/web:1');
    await page.keyboard.press('Enter');
    await expect.poll(lines, { timeout: 20_000 }).toContain('quay.io/acme/web:1 for podman@5.8: ok');
  }, 120_000);

  it('makes a new mirror policy by answering questions', async () => {
    const { page } = editor;
    const title = (text: string): Promise<unknown> =>
      page.waitForSelector(`.quick-input-widget .quick-input-title:has-text("${text}")`);
    await editor.command('Mirrorwright: New Mirror Configuration');
    await title('(1/5)');
    await page.keyboard.press('Enter');
    await title('(2/5)');
    await page.keyboard.type('registry.corp.example');
    await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("as typed")');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.inputValue('.quick-input-widget .quick-input-box input')).toBe('');
    await page.keyboard.press('Enter');
    await title('(3/5)');
    await page.keyboard.type('cache.corp.example:5000');
    await page.keyboard.press('Enter');
    await title('(4/5)');
    await page.keyboard.press('Enter');
    await title('(5/5)');
    await page.keyboard.press('Enter');
    await expect.poll(lines, { timeout: 20_000 }).toContain('location: cache.corp.example:5000');
    expect(await lines()).toContain('registry: registry.corp.example');
  }, 120_000);
});
