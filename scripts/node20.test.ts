import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const node20 = findNode20();

/** Editors bring a Node of their own, which may be older than the one the command wants. */
function findNode20(): string | undefined {
  const { stdout } = spawnSync('which', ['-a', 'node'], { encoding: 'utf8' });
  const found = [...new Set(stdout.split('\n').filter(Boolean)), '/usr/bin/node', '/usr/local/bin/node'].find(
    (path) => spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v20.') === true,
  );
  if (found === undefined)
    process.stderr.write('skipped: no Node 20 on the PATH (install with: npx -y n 20)\n');
  return found;
}

/** A face as the editor extension has one: the server with files from disk. */
const entry = `
import { startStdio } from '@mirrorwright/language-server';
import { listFolder, readText } from '@mirrorwright/io';
import { fileURLToPath, pathToFileURL } from 'node:url';
startStdio({ input: process.stdin, output: process.stdout, version: 'test', files: {
  list: async (folder, options) => (await listFolder(fileURLToPath(folder), options)).map((path) => pathToFileURL(path).href),
  read: async (uri) => { const read = await readText(fileURLToPath(uri)); return read.ok ? read.text : undefined; },
} });
`;

describe.skipIf(node20 === undefined)('the language server and its files under Node 20', () => {
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mirrorwright-node20-'));
    await build({
      stdin: { contents: entry, resolveDir: join(root, 'packages/tui') },
      outfile: join(folder, 'server.cjs'),
      bundle: true,
      format: 'cjs',
      platform: 'node',
      mainFields: ['module', 'main'],
      target: 'node20',
    });
    writeFileSync(join(folder, 'policy.json'), '{"default": []}');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('start and judge open and closed files', async () => {
    const child = spawn(node20!, [join(folder, 'server.cjs')]);
    const send = (message: object): void => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...message });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    };
    let told = '';
    child.stderr.on('data', (bytes) => {
      told += bytes;
    });
    const judged = new Promise<void>((done) => {
      child.on('exit', () => done());
      child.stdout.on('data', (bytes) => {
        told += bytes;
        if (told.includes('MW604')) done();
      });
    });
    send({
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: pathToFileURL(folder).href, capabilities: {} },
    });
    send({ method: 'initialized', params: {} });
    const uri = pathToFileURL(join(folder, 'registries.conf')).href;
    const text = '[[registry]]\nlocation = "https://quay.io"\n';
    send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'toml', version: 1, text } },
    });
    await judged;
    child.kill();
    expect(told).toContain('policy.json');
    expect(told).toContain('MW604');
    expect(told).toContain('registries.conf');
  });
});
