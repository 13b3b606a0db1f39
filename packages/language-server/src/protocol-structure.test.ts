import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type {
  CodeLens,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  Location,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { ableClient } from './testing/client.ts';
import { clientsOfTests } from './testing/clients.ts';
import { applied, conf, dropIn, editsOf, marked, mirrored } from './testing/texts.ts';

const start = clientsOfTests();

describe('the structure of a document', () => {
  it('textDocument/documentSymbol names entries by their prefix, mirrors below them', async () => {
    const one = await start();
    const uri = await one.open(conf, `unqualified-search-registries = ["quay.io"]\n${mirrored}`);
    const symbols = await one.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri },
    });
    expect(symbols.map(({ name }) => name)).toEqual(['unqualified-search-registries', 'docker.io']);
    expect(symbols[1]?.children?.map(({ name }) => name)).toEqual(['cache.corp.example/hub']);
    const policy = await one.open(
      'mirror-policy.yaml',
      'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: m.example\n',
      'yaml',
    );
    const ofPolicy = await one.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: policy },
    });
    expect(ofPolicy.map(({ name }) => name)).toEqual(['version', 'docker.io']);
  });

  it('textDocument/foldingRange folds a registry with its mirrors, and comments', async () => {
    const one = await start();
    const uri = await one.open(conf, `# a\n# b\n${mirrored}`);
    const ranges = await one.connection.sendRequest<FoldingRange[]>('textDocument/foldingRange', {
      textDocument: { uri },
    });
    expect(ranges).toContainEqual({ startLine: 2, endLine: 7 });
    expect(ranges).toContainEqual({ startLine: 0, endLine: 1, kind: 'comment' });
  });

  it('textDocument/documentLink leads to rule pages and to files', async () => {
    const one = await start();
    const text = '{"default": [{"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/key.gpg"}]}';
    const uri = await one.open('node/etc/containers/policy.json', text, 'json');
    const links = await one.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri },
    });
    expect(links.map(({ target }) => target)).toEqual([one.uri('node/etc/pki/key.gpg')]);
    const other = await one.open(conf, `# mirrorwright-ignore MW306: x\n${mirrored}`);
    const pages = await one.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri: other },
    });
    expect(pages[0]?.target).toContain('/docs/rules/MW306.md');
  });

  it('textDocument/formatting and rangeFormatting keep comments', async () => {
    const one = await start();
    const text = '[[registry]]\n  location="a.example" # one\n\n\n[[ registry ]]\nlocation  =  "b.example"\n';
    const uri = await one.open(conf, text);
    const options = { tabSize: 2, insertSpaces: true };
    const all = await one.connection.sendRequest<TextEdit[]>('textDocument/formatting', {
      textDocument: { uri },
      options,
    });
    expect(applied(text, all)).toBe(
      '[[registry]]\nlocation = "a.example" # one\n\n[[registry]]\nlocation = "b.example"\n',
    );
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
    const some = await one.connection.sendRequest<TextEdit[]>('textDocument/rangeFormatting', {
      textDocument: { uri },
      options,
      range,
    });
    expect(applied(text, some)).toBe(
      '[[registry]]\nlocation = "a.example" # one\n\n\n[[ registry ]]\nlocation  =  "b.example"\n',
    );
  });

  it('textDocument/codeLens explains pulls and names what shadows', async () => {
    const one = await start({ files: { [dropIn]: mirrored } });
    const uri = await one.open(conf, `${mirrored}[[registry]]\nlocation = "quay.io"\n`);
    const lenses = await one.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    expect(lenses.map(({ command }) => command?.title)).toEqual([
      `Shadowed by ${dropIn}:1`,
      'Explain a pull',
    ]);
    const policy = await one.open(
      'mirror-policy.yaml',
      'version: 1\nupstreams:\n  - registry: docker.io\n',
      'yaml',
    );
    const ofPolicy = await one.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: policy },
    });
    expect(ofPolicy.map(({ command }) => command?.title)).toEqual(['Preview node files', 'Explain a pull']);
  });

  it.each([
    ['workspace/codeLens/refresh', 'codeLens'],
    ['workspace/inlayHint/refresh', 'inlayHint'],
  ])('%s follows a file of the node and a setting that the client knows nothing of', async (method, part) => {
    const one = await start({
      files: { [dropIn]: mirrored },
      capabilities: {
        ...ableClient,
        workspace: { ...ableClient.workspace, [part]: { refreshSupport: true } },
      },
    });
    const asked: string[] = [];
    one.connection.onRequest(method, () => {
      asked.push(method);
      return null;
    });
    const uri = await one.open(conf, mirrored);
    await one.diagnosed(uri);
    const askedAfter = async (tell: () => Promise<void>): Promise<void> => {
      const before = asked.length;
      await tell();
      await expect.poll(() => asked.length).toBeGreaterThan(before);
    };
    await askedAfter(() =>
      one.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: one.uri(dropIn), type: 3 }],
      }),
    );
    await askedAfter(() =>
      one.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: { mirrorwright: { codeLens: false } },
      }),
    );
  });

  it('textDocument/inlayHint shows defaults and the rank of a drop-in', async () => {
    const one = await start({ files: { [conf]: mirrored } });
    const uri = await one.open(
      dropIn,
      '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "m.example"\n',
    );
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await one.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri },
      range,
    });
    expect(hints.map(({ label }) => label)).toEqual([
      'file 2 of 2 that podman@5.8 reads',
      'prefix = "quay.io"',
      'pull-from-mirror = "all"',
    ]);
  });
});

describe('names', () => {
  const other =
    '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "cache.corp.example/quay"\n';
  const at = marked(mirrored.replace('cache.corp', 'ca|che.corp'));

  it('textDocument/definition leads from a prefix to the entry that wins', async () => {
    const one = await start({ files: { [dropIn]: mirrored } });
    const { text, position } = marked(mirrored.replace('"docker.io"', '"doc|ker.io"'));
    const uri = await one.open(conf, text);
    const found = await one.connection.sendRequest<Location[]>('textDocument/definition', {
      textDocument: { uri },
      position,
    });
    expect(found).toMatchObject([{ uri: one.uri(dropIn), range: { start: { line: 0 } } }]);
  });

  it('textDocument/references finds a mirror in all files', async () => {
    const one = await start({ files: { 'other/registries.conf': other } });
    const uri = await one.open(conf, at.text);
    const context = { includeDeclaration: true };
    const found = await one.connection.sendRequest<Location[]>('textDocument/references', {
      textDocument: { uri },
      position: at.position,
      context,
    });
    expect(found.map((location) => location.uri)).toEqual([uri, one.uri('other/registries.conf')]);
  });

  it('textDocument/rename changes a registry in open and closed files', async () => {
    const one = await start({
      files: {
        'other/registries.conf': other,
        'mirror-policy.yaml':
          'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors: [{ location: cache.corp.example/hub }]\n',
      },
    });
    const uri = await one.open(conf, at.text);
    const place = { textDocument: { uri }, position: at.position };
    const prepared = await one.connection.sendRequest('textDocument/prepareRename', place);
    expect(prepared).toMatchObject({ placeholder: 'cache.corp.example' });
    const edit = await one.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
      ...place,
      newName: 'm2.example:5000',
    });
    expect(applied(at.text, editsOf(edit, uri))).toContain('location = "m2.example:5000/hub"');
    expect(applied(other, editsOf(edit, one.uri('other/registries.conf')))).toContain(
      '"m2.example:5000/quay"',
    );
    expect(editsOf(edit, one.uri('mirror-policy.yaml'))).toHaveLength(1);
    const wrong = one.connection.sendRequest('textDocument/rename', { ...place, newName: 'https://x' });
    await expect(wrong).rejects.toThrow('without https://');
  });
});

describe('workspace/executeCommand', () => {
  it('explains a pull and previews node files', async () => {
    const one = await start();
    const uri = await one.open(conf, mirrored);
    const run = (command: string, args: unknown[]) =>
      one.connection.sendRequest<string>('workspace/executeCommand', { command, arguments: args });
    expect(await run('mirrorwright.explainPull', [uri, 'docker.io/library/nginx:1'])).toContain(
      'cache.corp.example/hub/library/nginx:1',
    );
    const policy = await one.open(
      'mirror-policy.yaml',
      'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors: [{ location: m.example }]\n',
      'yaml',
    );
    expect(await run('mirrorwright.previewNodeFiles', [policy])).toContain('[[registry.mirror]]');
    expect(await run('mirrorwright.openRule', ['MW201'])).toContain('/docs/rules/MW201.md');
    await expect(run('mirrorwright.explainPull', [7])).rejects.toThrow('URI of a document');
    await expect(run('mirrorwright.nonsense', [])).rejects.toThrow();
  });
});

describe('files that change on disk', () => {
  it('are read anew before a rename, and beside a file that is saved', async () => {
    const one = await start({
      files: { [dropIn]: '[[registry]]\nlocation = "docker.io"\nblocked = true\n' },
    });
    const uri = await one.open(conf, mirrored);
    await one.diagnosed(one.uri(dropIn), ({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'MW021'),
    );
    writeFileSync(join(one.folder, dropIn), '# moved\n[[registry]]\nlocation = "cache.corp.example/other"\n');
    await one.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
    await one.diagnosed(
      one.uri(dropIn),
      ({ diagnostics }) => !diagnostics.some(({ code }) => code === 'MW021'),
    );
    writeFileSync(
      join(one.folder, dropIn),
      '# moved again\n\n[[registry]]\nlocation = "cache.corp.example/other"\n',
    );
    const position = { line: 5, character: 14 };
    const edit = await one.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
      textDocument: { uri },
      position,
      newName: 'm.example',
    });
    expect(editsOf(edit, one.uri(dropIn))[0]?.range.start).toEqual({ line: 3, character: 12 });
  });
});
