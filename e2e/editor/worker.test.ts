import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionFolder } from '../../scripts/vscode/build.ts';
import { type Browser, startBrowser } from './support/browser.ts';
import { haveChromium } from './support/cache.ts';

/** A talk with the server, in the page: what is sent, with the answers of the client to what the server asks. */
interface Talk {
  readonly requests: readonly { readonly method: string; readonly params: unknown }[];
  readonly notifications: readonly { readonly method: string; readonly params: unknown }[];
  /** Files that are not open, by URI. */
  readonly files: Readonly<Record<string, string>>;
}

describe.skipIf(!haveChromium())('the server in a web worker', () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    const script = readFileSync(join(extensionFolder, 'dist/web/server.js'));
    server = createServer(({ url }, response) => {
      const isScript = url === '/server.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : '<!doctype html><title>worker</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await startBrowser();
    await browser.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it('answers over the protocol, with files that it asks the client for', async () => {
    const uri = 'vscode-vfs://corp/node/registries.conf';
    const text =
      '[[registry]]\nlocation = "quay.io"\n\n[[registry.mirror]]\nlocation = "m.example"\nshort-name-mode = "x"\n';
    const answers = await browser.page.evaluate(talk, {
      files: {
        'vscode-vfs://corp/node/registries.conf.d/10.conf':
          '[[registry]]\nlocation = "quay.io"\nblocked = true\n',
      },
      notifications: [
        { method: 'initialized', params: {} },
        {
          method: 'textDocument/didOpen',
          params: { textDocument: { uri, languageId: 'containers-registries-conf', version: 1, text } },
        },
      ],
      requests: [
        { method: 'textDocument/diagnostic', params: { textDocument: { uri } } },
        {
          method: 'textDocument/hover',
          params: { textDocument: { uri }, position: { line: 1, character: 2 } },
        },
        { method: 'textDocument/documentSymbol', params: { textDocument: { uri } } },
        {
          method: 'textDocument/diagnostic',
          params: { textDocument: { uri: 'vscode-vfs://corp/node/registries.conf.d/10.conf' } },
        },
      ],
    } satisfies Talk);
    const [diagnostics, hover, symbols] = answers as [
      { readonly items: readonly { readonly code: string }[] },
      { readonly contents: unknown },
      readonly { readonly name: string }[],
    ];
    expect(diagnostics.items.map(({ code }) => code)).toContain('MW111');
    expect(JSON.stringify(hover.contents)).toContain('location');
    expect(symbols.map(({ name }) => name).join()).toContain('quay.io');
    // the table of the file beside it wins, which only that file can say
    expect(JSON.stringify(answers[3])).toContain('MW021');
  }, 60_000);
});

/** Runs in the page. */
async function talk({ requests, notifications, files }: Talk): Promise<readonly unknown[]> {
  const worker = new Worker('/server.js');
  const waiting = new Map<number, (message: { result?: unknown; error?: { message: string } }) => void>();
  let last = 0;
  const ask = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last++;
      waiting.set(last, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
      worker.postMessage({ jsonrpc: '2.0', id: last, method, params });
    });
  const answerTo = (method: string, params: { readonly folder?: string; readonly uri?: string }): unknown => {
    if (method === 'mirrorwright/listFiles')
      return Object.keys(files).filter((uri) => uri.slice(0, uri.lastIndexOf('/')) === params.folder);
    if (method === 'mirrorwright/readFile') return files[params.uri!] ?? null;
    return null;
  };
  worker.onmessage = ({ data }) => {
    if (data.method !== undefined && data.id !== undefined)
      worker.postMessage({ jsonrpc: '2.0', id: data.id, result: answerTo(data.method, data.params) });
    else if (data.id !== undefined) waiting.get(data.id)?.(data);
  };
  await ask('initialize', {
    processId: null,
    rootUri: 'vscode-vfs://corp/node',
    workspaceFolders: [{ uri: 'vscode-vfs://corp/node', name: 'node' }],
    capabilities: { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } } },
  });
  for (const { method, params } of notifications) worker.postMessage({ jsonrpc: '2.0', method, params });
  const answers: unknown[] = [];
  for (const { method, params } of requests) answers.push(await ask(method, params));
  worker.terminate();
  return answers;
}
