import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly result?: unknown;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What of a worker's scope the connection uses. */
interface WorkerScope {
  onmessage?: (event: { data: unknown }) => void;
  readonly postMessage: (message: Message) => void;
  readonly addEventListener: (type: string, listener: (event: { data: unknown }) => void) => void;
}

/** A client of the server in a world that has only what a web worker has. It has one more file than is open. */
function startWorker(code: string): {
  send(message: object): void;
  next(wanted: (message: Message) => boolean): Promise<Message>;
  readonly asked: readonly string[];
} {
  const files: Readonly<Record<string, string>> = {
    'mem:/node/etc/containers/registries.conf.d/50.conf':
      '[[registry]]\nlocation = "quay.io"\nblocked = true\n',
  };
  const received: Message[] = [];
  const asked: string[] = [];
  let wake = (): void => undefined;
  const listeners: ((event: { data: unknown }) => void)[] = [];
  const self: WorkerScope = {
    addEventListener: (type, listener) => {
      if (type === 'message') listeners.push(listener);
    },
    postMessage: (message) => {
      received.push(message);
      const { method, id, params } = message;
      if (method === 'mirrorwright/listFiles') {
        asked.push(String(params!.folder));
        answer(
          id,
          Object.keys(files).filter((uri) => uri.slice(0, uri.lastIndexOf('/')) === params!.folder),
        );
      }
      if (method === 'mirrorwright/readFile') answer(id, files[String(params!.uri)] ?? null);
      wake();
    },
  };
  const send = (message: object): void => {
    for (const listener of [self.onmessage, ...listeners])
      listener?.({ data: { jsonrpc: '2.0', ...message } });
  };
  const answer = (id: Message['id'], result: unknown): void => {
    queueMicrotask(() => send({ id, result }));
  };
  const world = {
    self,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    queueMicrotask,
    MessageChannel,
    console,
    TextEncoder,
    TextDecoder,
  };
  runInContext(code, createContext(world));
  return {
    send,
    asked,
    next: async (wanted) => {
      for (;;) {
        const found = received.find(wanted);
        if (found !== undefined) return found;
        await new Promise<void>((done) => {
          wake = done;
        });
      }
    },
  };
}

describe('the language server in a web worker', () => {
  let code = '';
  let inputs: readonly string[] = [];

  beforeAll(async () => {
    const result = await build({
      entryPoints: [resolve(root, 'packages/language-server/src/worker.ts')],
      bundle: true,
      write: false,
      metafile: true,
      minify: true,
      format: 'iife',
      platform: 'browser',
      mainFields: ['browser', 'module', 'main'],
      target: 'es2024',
      define: { MIRRORWRIGHT_VERSION: '"0.0.0"' },
    });
    code = result.outputFiles[0]!.text;
    inputs = Object.keys(result.metafile.inputs);
  });

  it('is bundled without any Node module', () => {
    expect(inputs.length).toBeGreaterThan(100);
    expect(inputs.filter((input) => input.startsWith('node:') || input.endsWith('stdio.ts'))).toEqual([]);
    expect(code.length).toBeLessThan(1_200_000);
  });

  it('asks its client for files and judges them with the open ones', async () => {
    const worker = startWorker(code);
    const uri = 'mem:/node/etc/containers/registries.conf';
    const folders = [{ uri: 'mem:/node', name: 'node' }];
    worker.send({
      id: 1,
      method: 'initialize',
      params: {
        processId: null,
        rootUri: null,
        workspaceFolders: folders,
        capabilities: {},
        initializationOptions: { debounce: 0 },
      },
    });
    expect((await worker.next(({ id }) => id === 1)).result).toMatchObject({
      serverInfo: { name: 'mirrorwright' },
    });
    worker.send({ method: 'initialized', params: {} });
    const text = '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "m.example"\n';
    worker.send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'toml', version: 1, text } },
    });
    const published = await worker.next(
      ({ method, params }) =>
        method === 'textDocument/publishDiagnostics' && JSON.stringify(params).includes('MW021'),
    );
    expect(JSON.stringify(published.params)).toContain('quay.io');
    worker.send({
      id: 2,
      method: 'textDocument/hover',
      params: { textDocument: { uri }, position: { line: 1, character: 2 } },
    });
    expect(
      JSON.stringify((await worker.next(({ id, method }) => id === 2 && method === undefined)).result),
    ).toContain('location');
    expect(worker.asked).toContain('mem:/node/etc/containers/registries.conf.d');
  });
});
