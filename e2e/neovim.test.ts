import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { havePrograms } from './support/programs.ts';

const root = resolve(import.meta.dirname, '..');
const able = havePrograms('nvim');

/** The configuration that the guide gives, as it stands there. */
function guideConfiguration(): string {
  const guide = readFileSync(join(root, 'docs/guides/editors.md'), 'utf8');
  const block = /<!-- neovim 0\.7 -->\n```lua\n([\s\S]*?)```/.exec(guide);
  if (block === null) throw new Error('docs/guides/editors.md has no configuration for Neovim 0.7');
  return block[1]!;
}

const text = `[[registry]]
prefix = "docker.io"
location = "docker.io"

[[registry.mirror]]
location = "https://cache.corp.example/hub"

[[registry]]
location = "quay.io"

[[registry.mirror]]
location = "cache.corp.example/quay"
`;

describe.skipIf(!able)('Neovim with the configuration of the guide', () => {
  let folder = '';
  let editor: ChildProcess | undefined;
  const socket = (): string => join(folder, 'nvim.sock');

  /** What an expression is worth in the editor. Neovim 0.7 says it on standard error, later ones on standard output. */
  function ask(expression: string): string {
    const { stdout, stderr } = spawnSync('nvim', ['--server', socket(), '--remote-expr', expression], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    return `${stdout ?? ''}${stderr ?? ''}`.replaceAll('\r', '').trim();
  }

  function lua(code: string): string {
    return ask(`luaeval('${code.replaceAll("'", "''")}')`);
  }

  function press(keys: string): void {
    execFileSync('nvim', ['--server', socket(), '--remote-send', keys], { timeout: 20_000 });
  }

  async function until(what: () => string, wanted: (answer: string) => boolean): Promise<string> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = what();
      if (wanted(answer)) return answer;
      if (Date.now() > deadline) throw new Error(`the editor shows: ${answer}`);
      await wait(50);
    }
  }

  const buffer = (): string => (JSON.parse(ask('json_encode(getline(1, "$"))')) as string[]).join('\n');

  beforeAll(async () => {
    expect(spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' }).status).toBe(
      0,
    );
    folder = mkdtempSync(join(tmpdir(), 'mirrorwright-nvim-'));
    mkdirSync(join(folder, 'etc/containers'), { recursive: true });
    writeFileSync(join(folder, 'etc/containers/registries.conf'), text);
    // the first action is taken, as somebody would who presses enter
    const choose = 'vim.ui.select = function(items, _, choice) choice(items[1]) end\n';
    writeFileSync(join(folder, 'init.lua'), `${guideConfiguration()}\n${choose}`);
    mkdirSync(join(folder, 'bin'));
    const command = join(root, 'packages/tui/dist/mirrorwright.js');
    writeFileSync(
      join(folder, 'bin/mirrorwright'),
      `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`,
    );
    chmodSync(join(folder, 'bin/mirrorwright'), 0o755);
    const args = ['--headless', '--listen', socket(), '-n', '-i', 'NONE', '-u', join(folder, 'init.lua')];
    editor = spawn('nvim', [...args, 'etc/containers/registries.conf'], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        HOME: folder,
        XDG_STATE_HOME: folder,
      },
      stdio: 'ignore',
    });
    await until(
      () => ask('1'),
      (answer) => answer === '1',
    );
  }, 120_000);

  afterAll(() => {
    editor?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('is shown what is wrong', async () => {
    const found = await until(
      () =>
        lua(
          'vim.fn.json_encode(vim.tbl_map(function(d) return { d.code, d.lnum } end, vim.diagnostic.get(0)))',
        ),
      (answer) => answer.includes('MW'),
    );
    expect(JSON.parse(found)).toContainEqual([expect.stringMatching(/^MW/), 5]);
  }, 90_000);

  it('says what a key means', async () => {
    press('<Esc>:call cursor(2, 3)<CR>K');
    const window =
      'vim.tbl_map(function(w) return vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(w), 0, -1, false) end, vim.tbl_filter(function(w) return vim.api.nvim_win_get_config(w).relative ~= "" end, vim.api.nvim_list_wins()))';
    const shown = await until(
      () => lua(`vim.fn.json_encode(${window})`),
      (answer) => answer.includes('longest prefix'),
    );
    expect(shown).toContain('prefix');
  }, 90_000);

  it('applies a fix', async () => {
    press('<Esc>:call cursor(6, 13)<CR>:lua vim.lsp.buf.code_action()<CR>');
    const changed = await until(buffer, (answer) => !answer.includes('https://'));
    expect(changed).toContain('location = "cache.corp.example/hub"');
  }, 90_000);

  it('completes a key', async () => {
    press('<Esc>:call cursor(3, 1)<CR>oblo<C-x><C-o>');
    const offered = await until(
      () => ask('json_encode(map(complete_info(["items"]).items, "v:val.word"))'),
      (answer) => answer.includes('blocked'),
    );
    expect(JSON.parse(offered)).toEqual([expect.stringMatching(/^blocked/)]);
    // the only match is put in at once
    press('<Esc>');
    await until(buffer, (answer) => /^blocked = /m.test(answer));
    press('<Esc>:call setline(4, "blocked = false")<CR>');
    await until(buffer, (answer) => answer.includes('blocked = false'));
  }, 90_000);

  it('renames a registry everywhere', async () => {
    press('<Esc>:call cursor(7, 16)<CR>:lua vim.lsp.buf.rename("mirror.corp.example:5000")<CR>');
    const changed = await until(buffer, (answer) => answer.includes('mirror.corp.example:5000/quay'));
    expect(changed).toBe(
      text
        .replace('https://cache', 'cache')
        .replaceAll('cache.corp.example', 'mirror.corp.example:5000')
        .replace('location = "docker.io"\n', 'location = "docker.io"\nblocked = false\n')
        .trimEnd(),
    );
  }, 90_000);
});
