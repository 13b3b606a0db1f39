import { afterEach, describe, expect, it } from 'vitest';
import type {
  CodeLens,
  DocumentDiagnosticReport,
  ProtocolConnection,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { type InMemoryOptions, inMemory } from './testing/in-memory.ts';

const started: ProtocolConnection[] = [];
afterEach(() => {
  for (const one of started.splice(0)) one.dispose();
});

async function start(options: InMemoryOptions): Promise<ProtocolConnection> {
  const one = await inMemory(options);
  started.push(one);
  return one;
}

const uri = 'file:///w/registries.conf';
const text = '[[registry]]\nlocation = "quay.io"\n';
const position = { line: 1, character: 14 };

function open(one: ProtocolConnection, opened = uri, content = text, version = 1): Promise<void> {
  return one.sendNotification('textDocument/didOpen', {
    textDocument: { uri: opened, languageId: 'toml', version, text: content },
  });
}

describe('a request', () => {
  it('whose document changes while its files are read is not answered with the old text', async () => {
    let read = (): void => {};
    const reading = new Promise<void>((resolve) => {
      read = resolve;
    });
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const before = (): Promise<void> => {
      read();
      return gate;
    };
    const one = await start({ disk: new Map(), before });
    await open(one);
    const renamed = one.sendRequest('textDocument/rename', {
      textDocument: { uri },
      position,
      newName: 'new.example',
    });
    const outcome = expect(renamed).rejects.toMatchObject({ code: -32801 });
    await reading;
    await one.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `# a line above\n${text}` }],
    });
    // answered behind the change
    await one.sendRequest('textDocument/nonsense', {}).catch(() => undefined);
    go();
    await outcome;
  });

  it('for edits is not answered when another document changes meanwhile', async () => {
    const other = 'file:///v/registries.conf';
    let waits = false;
    let read = (): void => {};
    let go = (): void => {};
    const gates = (): readonly [Promise<void>, Promise<void>] => [
      new Promise((resolve) => {
        read = resolve;
      }),
      new Promise((resolve) => {
        go = resolve;
      }),
    ];
    const [reading, gate] = gates();
    const before = async (): Promise<void> => {
      if (!waits) return;
      read();
      await gate;
    };
    const one = await start({ disk: new Map(), folders: ['file:///w', 'file:///v'], before });
    await open(one);
    await open(one, other);
    await one.sendRequest('textDocument/hover', { textDocument: { uri }, position });
    waits = true;
    const params = { textDocument: { uri }, position, newName: 'new.example' };
    const outcome = expect(
      one.sendRequest<WorkspaceEdit>('textDocument/rename', params),
    ).rejects.toMatchObject({ code: -32801 });
    await reading;
    await one.sendNotification('textDocument/didChange', {
      textDocument: { uri: other, version: 2 },
      contentChanges: [{ text: `# a line above\n${text}` }],
    });
    await one.sendRequest('textDocument/nonsense', {}).catch(() => undefined);
    go();
    await outcome;
  });

  it('before initialize is told to be too early', async () => {
    const asked = { textDocument: { uri }, position };
    await start({
      disk: new Map(),
      early: async (client) => {
        await expect(client.sendRequest('textDocument/hover', asked)).rejects.toMatchObject({ code: -32002 });
      },
    });
  });

  it('after shutdown is refused', async () => {
    const one = await start({ disk: new Map() });
    await open(one);
    await one.sendRequest('shutdown');
    const asked = { textDocument: { uri }, position };
    await expect(one.sendRequest('textDocument/hover', asked)).rejects.toMatchObject({ code: -32600 });
    await expect(one.sendRequest('workspace/diagnostic', { previousResultIds: [] })).rejects.toMatchObject({
      code: -32600,
    });
  });

  it('to initialize is refused the second time', async () => {
    const one = await start({ disk: new Map() });
    const params = { processId: null, rootUri: null, capabilities: {} };
    await expect(one.sendRequest('initialize', params)).rejects.toMatchObject({ code: -32600 });
  });
});

describe('a document', () => {
  it('that is opened twice with one version is the later text', async () => {
    const one = await start({ disk: new Map() });
    await open(one);
    expect(await one.sendRequest('textDocument/hover', { textDocument: { uri }, position })).not.toBeNull();
    await open(one, uri, '# nothing\n');
    expect(await one.sendRequest('textDocument/documentSymbol', { textDocument: { uri } })).toEqual([]);
  });

  it('in a workspace that is the root of the file system has the path from there', async () => {
    const disk = new Map([
      ['file:///mirrorwright.toml', '[[ignore]]\npaths = ["etc/x/registries.conf"]\nreason = "a lab"\n'],
    ]);
    const one = await start({
      disk,
      folders: ['file:///'],
      capabilities: { textDocument: { diagnostic: {} } },
    });
    const below = 'file:///etc/x/registries.conf';
    await open(one, below, '[[registry]]\nlocation = "quay.io"\nx = 1\n');
    const report = await one.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: below },
    });
    expect(report).toMatchObject({ items: [] });
  });
});

describe('settings', () => {
  const wrong = '[[registry]]\nlocation = "quay.io"\n[[registry]]\nlocation = "quay.io"\n';
  const lenses = (one: ProtocolConnection): Promise<CodeLens[]> =>
    one.sendRequest('textDocument/codeLens', { textDocument: { uri } });

  it('given at the start hold again when the client has none any more', async () => {
    const one = await start({ disk: new Map(), options: { codeLens: false } });
    await open(one);
    const change = (settings: object | null): Promise<void> =>
      one.sendNotification('workspace/didChangeConfiguration', { settings });
    await change({ mirrorwright: { codeLens: true } });
    expect(await lenses(one)).toHaveLength(1);
    for (const none of [{}, null, { mirrorwright: null }]) {
      await change(none);
      expect(await lenses(one)).toEqual([]);
    }
  });

  it('that are asked for hold again too', async () => {
    let given: unknown = { codeLens: true };
    const one = await start({
      disk: new Map(),
      options: { codeLens: false },
      capabilities: { workspace: { configuration: true } },
      prepare: (client) => client.onRequest('workspace/configuration', () => [given]),
    });
    await open(one);
    await expect.poll(() => lenses(one)).toHaveLength(1);
    given = null;
    await one.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await expect.poll(() => lenses(one)).toEqual([]);
  });

  it('make the client ask again for lenses and hints, and so do files beside', async () => {
    const asked: string[] = [];
    const refresh = { refreshSupport: true };
    const disk = new Map<string, string>();
    const one = await start({
      disk,
      capabilities: { workspace: { codeLens: refresh, inlayHint: refresh } },
      prepare: (client) => {
        for (const method of ['workspace/codeLens/refresh', 'workspace/inlayHint/refresh'])
          client.onRequest(method, () => {
            asked.push(method);
            return null;
          });
      },
    });
    await open(one, uri, wrong);
    await expect.poll(() => new Set(asked).size).toBe(2);
    asked.length = 0;
    await one.sendNotification('workspace/didChangeConfiguration', {
      settings: { mirrorwright: { debounce: 0, inlayHints: false } },
    });
    await expect.poll(() => new Set(asked).size).toBe(2);
    asked.length = 0;
    disk.set('file:///w/registries.conf.d/a.conf', text);
    await one.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///w/registries.conf.d/a.conf', type: 1 }],
    });
    await expect.poll(() => new Set(asked).size).toBe(2);
  });

  it('that the client fails to give do not keep it from being asked to watch files', async () => {
    const registered: string[] = [];
    await start({
      disk: new Map(),
      capabilities: {
        workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } },
      },
      prepare: (client) => {
        client.onRequest('workspace/configuration', () => {
          throw new Error('none');
        });
        client.onRequest('client/registerCapability', (params: { registrations: { method: string }[] }) => {
          registered.push(...params.registrations.map(({ method }) => method));
          return null;
        });
      },
    });
    await expect.poll(() => registered).toContain('workspace/didChangeWatchedFiles');
  });
});
