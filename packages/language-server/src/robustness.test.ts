import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CancellationTokenSource, type DocumentSymbol, type Hover } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startClient, type TestClient } from './testing/client.ts';
import { clientsOfTests } from './testing/clients.ts';

const start = clientsOfTests();

const conf = 'etc/containers/registries.conf';
const wrong = '[[registry]]\nlocation = "https://quay.io"\n';

async function hovers(one: TestClient, uri: string): Promise<boolean> {
  const position = { line: 1, character: 2 };
  const found = await one.connection.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri },
    position,
  });
  return found !== null;
}

describe('a client that makes mistakes', () => {
  const frame = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

  it.each([
    ['no JSON', frame('{"jsonrpc": "2.0", "method"')],
    ['JSON that is no message', frame('[1, null]')],
    ['a message without a method', frame('{"jsonrpc":"2.0","params":{}}')],
    ['a request without params', frame('{"jsonrpc":"2.0","id":"x","method":"textDocument/hover"}')],
    [
      'params of another type',
      frame('{"jsonrpc":"2.0","id":"y","method":"textDocument/completion","params":"x"}'),
    ],
    ['a notification that is unknown', frame('{"jsonrpc":"2.0","method":"nonsense/at/all","params":{}}')],
    [
      'a change of what is not open',
      frame(
        '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///no","version":3},"contentChanges":[{"text":"x"}]}}',
      ),
    ],
    ['a header without a length', 'Content-Type: x\r\n\r\n'],
  ])('that sends %s is served afterwards', async (_, bytes) => {
    const one = await start();
    const uri = await one.open(conf, wrong);
    const params = { textDocument: { uri, version: 2 }, contentChanges: [{ text: `${wrong}# changed\n` }] };
    // in one piece with the mistake, as it may arrive
    const change = JSON.stringify({ jsonrpc: '2.0', method: 'textDocument/didChange', params });
    one.child.stdin.write(bytes + frame(change));
    await one.diagnosed(uri, ({ version }) => version === 2);
    expect(await hovers(one, uri)).toBe(true);
  });

  it('that asks for what does not exist is told so', async () => {
    const one = await start();
    await expect(one.connection.sendRequest('textDocument/nonsense', {})).rejects.toThrow('Unhandled method');
    const nowhere = {
      textDocument: { uri: 'file:///nowhere/registries.conf' },
      position: { line: 99, character: 99 },
    };
    expect(await one.connection.sendRequest('textDocument/hover', nowhere)).toBeNull();
    expect(await one.connection.sendRequest('textDocument/documentSymbol', nowhere)).toEqual([]);
  });

  it('that names places outside of the text is answered', async () => {
    const one = await start();
    const uri = await one.open(conf, wrong);
    const position = { line: 4_000_000, character: 4_000_000 };
    expect(
      await one.connection.sendRequest('textDocument/definition', { textDocument: { uri }, position }),
    ).toEqual([]);
    const change = { range: { start: position, end: position }, text: 'x = 1\n' };
    await one.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [change],
    });
    const found = await one.diagnosed(uri, ({ version }) => version === 2);
    expect(found.some(({ message }) => String(message).includes('x'))).toBe(true);
  });
});

it('a client that closes its end of the pipe and lives on leaves no server behind', async () => {
  const one = await startClient();
  const ended = new Promise((done) => one.child.on('exit', done));
  one.child.stdin.end();
  expect(await ended).toBe(1);
  one.connection.dispose();
  rmSync(one.folder, { recursive: true, force: true });
});

describe('a hostile file', () => {
  it.each([
    [
      'keys of the prototype',
      '[__proto__]\nconstructor = 1\n[[registry]]\n__proto__ = "x"\nlocation = "quay.io"\n',
    ],
    ['a very long line', `[[registry]]\nlocation = "${'a'.repeat(1_000_000)}"\n`],
    ['control characters', '[[registry]]\nlocation = "a\\u001b[31m\\u0000"\n\u0007 = 1\n'],
    ['lone surrogates', '[[registry]]\nlocation = "\ud800"\n# \udfff\n'],
    ['deep nesting', `x = ${'['.repeat(5000)}\n[[registry]]\nlocation = "quay.io"\n`],
  ])('with %s is judged and shown', async (_, text) => {
    const one = await start();
    const uri = await one.open(conf, text);
    await one.diagnosed(uri);
    const place = { textDocument: { uri } };
    for (const method of ['documentSymbol', 'foldingRange', 'codeLens', 'documentLink'])
      expect(Array.isArray(await one.connection.sendRequest(`textDocument/${method}`, place))).toBe(true);
    for (let line = 0; line < 4; line++)
      for (const method of ['hover', 'completion', 'definition'])
        await one.connection.sendRequest(`textDocument/${method}`, {
          ...place,
          position: { line, character: 14 },
        });
  });
});

it.each([
  ['policy.json', `{"default": [{"type": "${'a'.repeat(1_000_000)}`],
  ['policy.json', `{"default": [{"type": "${'a'.repeat(1_000_000)}"}]}`],
  ['registries.conf', `[[registry]]\nlocation = "${'/'.repeat(1_000_000)}b"\n`],
  ['mirror-policy.yaml', `version: 1\nsearch: [a${' '.repeat(1_000_000)}, ${'/'.repeat(1_000_000)}b]\n`],
])('a megabyte on one line of %s is completed and searched', async (path, text) => {
  const one = await start();
  const uri = await one.open(`etc/containers/${path}`, text, path.split('.').at(-1));
  const document = TextDocument.create(uri, '', 1, text);
  for (const offset of [30, 40, text.length >> 1, text.length - 5, text.length]) {
    const place = { textDocument: { uri }, position: document.positionAt(offset) };
    for (const method of ['completion', 'hover', 'references'])
      await one.connection.sendRequest(`textDocument/${method}`, {
        ...place,
        context: { includeDeclaration: true },
      });
  }
});

describe('positions', () => {
  it.each(['\n', '\r\n'])('count UTF-16 units behind characters of two, with line ends %j', async (end) => {
    const one = await start();
    const text = [
      '# 😀😀',
      'registry = [{ prefix = "quay.io", x😀 = 1 }, { location = "https://quay.io" }] # 😀',
      '',
    ]
      .join(end)
      .replace('x😀', '"😀"');
    const uri = await one.open(conf, text);
    const found = await one.diagnosed(uri, ({ diagnostics }) =>
      diagnostics.some(({ message }) => String(message).includes('https://quay.io')),
    );
    const diagnostic = found.find(({ message }) => String(message).includes('https://quay.io'))!;
    const document = TextDocument.create(uri, 'toml', 1, text);
    expect(document.getText(diagnostic.range)).toBe('"https://quay.io"');
    const position = { line: 1, character: text.split(end)[1]!.indexOf('location') + 2 };
    const shown = await one.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    expect(document.getText(shown.range!)).toBe('location');
  });
});

describe('work that nobody waits for', () => {
  it('is not done when its request is cancelled', async () => {
    const one = await start();
    const uri = await one.open(conf, wrong);
    const source = new CancellationTokenSource();
    const answer = one.connection.sendRequest(
      'textDocument/documentSymbol',
      { textDocument: { uri } },
      source.token,
    );
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
    expect(await hovers(one, uri)).toBe(true);
  });

  it('is not done for texts that changed: 5,000 quick edits end in the findings of the last', async () => {
    const one = await start({ options: { debounce: 100 } });
    let text = wrong;
    const uri = await one.open(conf, text);
    const document = TextDocument.create(uri, 'toml', 1, text);
    for (let version = 2; version <= 5001; version++) {
      const at = document.positionAt((version * 7919) % (text.length + 1));
      const change = { range: { start: at, end: at }, text: version % 3 === 0 ? '\n' : '# ä😀' };
      TextDocument.update(document, [change], version);
      text = document.getText();
      void one.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [change],
      });
    }
    const last = await one.diagnosed(uri, ({ version }) => version === 5001);
    const other = await one.open('copy/registries.conf', text);
    const fresh = await one.diagnosed(other, ({ version }) => version === 1);
    expect(last.map(({ range, code }) => ({ range, code }))).toEqual(
      fresh.map(({ range, code }) => ({ range, code })),
    );
    expect(one.published.filter((params) => params.uri === uri).length).toBeLessThan(500);
  }, 120_000);
});

describe('a file of ten thousand tables', () => {
  it('is judged, outlined and explained', async () => {
    const one = await start();
    const tables = Array.from(
      { length: 10_000 },
      (_, index) => `[[registry]]\nprefix = "r${index}.example/a"\nlocation = "m.example/r${index}"\n`,
    );
    const text = `${tables.join('\n')}\n[[registry]]\nlocation = "https://quay.io"\n`;
    const uri = await one.open(conf, text);
    const found = await one.diagnosed(uri, ({ diagnostics }) => diagnostics.length > 0);
    expect(found.some(({ range }) => range.start.line === 40_001)).toBe(true);
    const symbols = await one.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri },
    });
    expect(symbols).toHaveLength(10_001);
    const position = { line: 20_001, character: 12 };
    const shown = await one.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    expect(JSON.stringify(shown.contents)).toContain('r5000.example/a');
  }, 120_000);
});
