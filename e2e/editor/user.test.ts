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

const twice = `[[registry]]
location = "quay.io"

[[registry.mirror]]
location = "cache.corp.example"

[[registry.mirror]]
location = "cache.corp.example"
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
        'a/registries.conf.d/10-wrong.conf': misplaced,
        'b/registries.conf.d/20-warned.conf': twice,
        'notes.txt': 'a file of others\n',
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

  const status = (): ReturnType<typeof editor.page.locator> =>
    editor.page.locator('[id="status.languageStatus"]');
  const statusTextNow = async (): Promise<string> => (await status().getAttribute('aria-label')) ?? '';

  /** A mouse that rests where it is shows nothing anew. What was shown goes when the mouse leaves it, or for what the bell shows. */
  const showStatus = async (): Promise<void> => {
    const left = async (): Promise<number> => {
      await editor.page.locator('[id="status.notifications"]').hover();
      return editor.page.locator('.hover-language-status').count();
    };
    await expect.poll(left, { timeout: 20_000 }).toBe(0);
    await status().hover();
  };

  it('sees in the status of the file for whom it is judged and what was found, and what can be done', async () => {
    const { page } = editor;
    await editor.open('registries.conf');
    await expect.poll(statusTextNow, { timeout: 60_000 }).toContain('podman@5.8: 1 error');
    await showStatus();
    const shown = page.locator('.hover-language-status');
    await shown.locator('.severity.sev3.show').waitFor();
    await shown.locator('a:has-text("Actions")').click();
    const rows = page.locator('.quick-input-list .monaco-list-row .label-name');
    await rows.first().waitFor();
    expect(await rows.allTextContents()).toEqual([
      'Explain a Pull...',
      'Fix All Safe Problems',
      'Select Targets...',
      'Restart Language Server',
      'Show Log',
    ]);
    await page.keyboard.type('Fix All');
    await page.waitForSelector('.quick-input-list .monaco-list-row.focused:has-text("Fix All")');
    await page.keyboard.press('Enter');
    await expect.poll(lines, { timeout: 20_000 }).toMatch(/^short-name-mode = "enforcing"\n/);
    await expect.poll(statusTextNow, { timeout: 20_000 }).toContain('podman@5.8: no problems');
    await page.keyboard.press('Escape');
    await showStatus();
    await shown.locator('a:has-text("Actions")').waitFor();
    expect(await shown.locator('.severity.show').count()).toBe(0);
    // the warning has a sign of its own, and a file of others has no status of ours
    await editor.open('b/registries.conf.d/20-warned.conf');
    await expect.poll(statusTextNow, { timeout: 20_000 }).toContain('podman@5.8: 1 warning');
    await showStatus();
    await shown.locator('.severity.sev2.show').waitFor();
    await editor.open('notes.txt');
    await expect.poll(() => status().count(), { timeout: 20_000 }).toBe(0);
  }, 120_000);

  it('sees what is wrong underlined, and repairs it from the keyboard', async () => {
    const { page } = editor;
    await editor.open('a/registries.conf.d/10-wrong.conf');
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
    await page.keyboard.type('https://registry.corp.example');
    await page.waitForSelector('.quick-input-list .monaco-list-row:has-text("Leave the scheme out")');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+A');
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

  it('is led through by a walkthrough, whose steps are done when they are', async () => {
    const { page } = editor;
    const openWalkthrough = async (): Promise<void> => {
      await editor.command('Welcome: Open Walkthrough...');
      const row = '.quick-input-list .monaco-list-row';
      await page.waitForSelector(`${row}:has-text("registry mirrors")`);
      await page.keyboard.type('Get started with registry mirrors');
      await page.waitForSelector(`${row}.focused:has-text("registry mirrors")`);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.getting-started-step');
    };
    const isDone = (step: string): Promise<string | null> =>
      page.locator(`.getting-started-step[data-step-id$="#${step}"]`).getAttribute('aria-checked');
    await openWalkthrough();
    expect(await page.locator('.getting-started-step').count()).toBe(5);
    const picture = page.locator('.getting-started-media img').first();
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth), {
        timeout: 20_000,
      })
      .toBeGreaterThan(100);
    await editor.open('a/registries.conf.d/10-wrong.conf');
    await editor.command('Mirrorwright: Explain a Pull');
    await page.waitForSelector('.quick-input-title:has-text("Explain a Pull")');
    await page.keyboard.press('Escape');
    await openWalkthrough();
    await expect.poll(() => isDone('findings'), { timeout: 20_000 }).toBe('true');
    await expect.poll(() => isDone('explain'), { timeout: 20_000 }).toBe('true');
    expect(await isDone('push')).toBe('false');
  }, 120_000);
});
