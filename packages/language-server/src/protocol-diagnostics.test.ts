import { describe, expect, it } from 'vitest';
import type { DocumentDiagnosticReport, WorkspaceDiagnosticReport } from 'vscode-languageserver-protocol';
import { ableClient } from './testing/client.ts';
import { clientsOfTests } from './testing/clients.ts';
import { conf, dropIn, mirrored } from './testing/texts.ts';

const start = clientsOfTests();

describe('initialize', () => {
  it('offers what the client can use, and push or pull of diagnostics but never both', async () => {
    const pushed = await start();
    expect(pushed.result.serverInfo?.name).toBe('mirrorwright');
    expect(pushed.result.capabilities).toMatchObject({ positionEncoding: 'utf-16', hoverProvider: true });
    expect(pushed.result.capabilities.diagnosticProvider).toBeUndefined();
    const pulled = await start({ capabilities: { textDocument: { diagnostic: {} } } });
    expect(pulled.result.capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true });
  });

  it('leaves commands to a client that has them', async () => {
    const { result } = await start({ options: { clientCommands: ['mirrorwright.explainPull'] } });
    expect(result.capabilities.executeCommandProvider?.commands).not.toContain('mirrorwright.explainPull');
    expect(result.capabilities.executeCommandProvider?.commands).toContain('mirrorwright.openRule');
  });
});

describe('textDocument/publishDiagnostics', () => {
  it('tells what is wrong, with reasons, links, tags and related places, once', async () => {
    const one = await start();
    const uri = await one.open(
      conf,
      `${mirrored.replace('location = "cache', 'blocked = true\nlocation = "cache')}\n${mirrored}`,
    );
    const found = await one.diagnosed(uri, ({ diagnostics }) => diagnostics.length > 0);
    const mistake = found.find(({ code }) => code === 'MW112');
    expect(mistake).toMatchObject({
      source: 'mirrorwright',
      codeDescription: { href: expect.stringContaining('/docs/rules/MW') },
    });
    const twice = found.find(({ relatedInformation }) => relatedInformation !== undefined);
    expect(twice).toMatchObject({ tags: [1], relatedInformation: [{ location: { uri } }] });
    const keys = found.map(({ code, range }) => `${code} ${JSON.stringify(range)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('judges open and closed files of a node together, and clears them at the end', async () => {
    const one = await start({ files: { [conf]: mirrored } });
    const uri = await one.open(dropIn, '[[registry]]\nlocation = "docker.io"\nblocked = true\n');
    const closed = one.uri(conf);
    await one.diagnosed(uri, ({ diagnostics }) => diagnostics.some(({ code }) => code === 'MW021'));
    await one.change(uri, 2, '[[registry]]\nlocation = "https://quay.io"\n');
    await one.diagnosed(
      uri,
      ({ diagnostics, version }) =>
        version === 2 &&
        diagnostics.some(({ code }) => code === 'MW301' || code === 'MW302' || code === 'MW303'),
    );
    await one.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    expect(await one.diagnosed(uri, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
    expect(one.published.filter((params) => params.uri === closed).at(-1)?.diagnostics ?? []).toEqual([]);
  });

  it('leaves syntax to another server of the language where the settings say so', async () => {
    const one = await start({ options: { servedByOthers: ['toml'] } });
    const broken = '[[registry]]\nlocation = "https://quay.io"\nlocation = \n';
    const uri = await one.open(conf, broken, 'toml');
    const found = await one.diagnosed(uri, ({ diagnostics }) => diagnostics.length > 0);
    expect(found.map(({ code }) => code)).not.toContain('MW001');
    expect(found.length).toBeGreaterThan(0);
    const other = await one.open('other/registries.conf', broken, 'containers-registries-conf');
    const all = await one.diagnosed(other, ({ diagnostics }) => diagnostics.length > 0);
    expect(all.map(({ code }) => code)).toContain('MW001');
  });

  it('judges mistakes of a settings file too', async () => {
    const one = await start();
    const uri = await one.open('mirrorwright.toml', '[rules]\nMW2 = "off"\n');
    expect(await one.diagnosed(uri)).toMatchObject([
      { source: 'mirrorwright', range: { start: { line: 1 } } },
    ]);
  });
});

describe('textDocument/diagnostic and workspace/diagnostic', () => {
  const capabilities = { ...ableClient, textDocument: { ...ableClient.textDocument, diagnostic: {} } };

  it('answer with findings, say when nothing changed, and nothing is published besides', async () => {
    const one = await start({ capabilities, files: { [dropIn]: mirrored } });
    const uri = await one.open(conf, '[[registry]]\nprefix = "quay.io"\n');
    const ask = (previousResultId?: string) =>
      one.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri },
        previousResultId,
      });
    const first = await ask();
    expect(first).toMatchObject({ kind: 'full' });
    if (first.kind !== 'full') throw new Error('not full');
    expect(first.items.length).toBeGreaterThan(0);
    expect(await ask(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await one.change(uri, 2, mirrored);
    expect(await ask(first.resultId)).toMatchObject({ kind: 'full' });
    const all = await one.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [],
    });
    expect(all.items.map((item) => item.uri).sort()).toEqual([one.uri(conf), one.uri(dropIn)].sort());
    expect(one.published).toEqual([]);
  });
});
