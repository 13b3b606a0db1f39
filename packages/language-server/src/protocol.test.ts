import { afterEach, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentDiagnosticReport,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  TextDocumentEdit,
  TextEdit,
  WorkspaceDiagnosticReport,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ableClient, type StartOptions, startClient, type TestClient } from './testing/client.ts';

let client: TestClient | undefined;

async function start(options: StartOptions = {}): Promise<TestClient> {
  client = await startClient(options);
  return client;
}

afterEach(async () => {
  const code = await client?.stop();
  client = undefined;
  if (code !== undefined) expect(code).toBe(0);
});

/** The text after edits, as a client would apply them. */
function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), [...edits]);
}

function editsOf(edit: WorkspaceEdit | undefined, uri: string): readonly TextEdit[] {
  const changes = edit?.documentChanges as readonly TextDocumentEdit[] | undefined;
  return (changes?.find((change) => change.textDocument.uri === uri)?.edits ?? []) as readonly TextEdit[];
}

/** The position marked by `|`, and the text without it. */
function marked(text: string): {
  readonly text: string;
  readonly position: { line: number; character: number };
} {
  const at = text.indexOf('|');
  const plain = text.replace('|', '');
  return { text: plain, position: TextDocument.create('', '', 0, plain).positionAt(at) };
}

const conf = 'etc/containers/registries.conf';
const dropIn = 'etc/containers/registries.conf.d/50-mirrors.conf';

const mirrored = `[[registry]]
prefix = "docker.io"
location = "docker.io"

[[registry.mirror]]
location = "cache.corp.example/hub"
`;

describe('initialize', () => {
  it('offers what the client can use, and push or pull of diagnostics but never both', async () => {
    const pushed = await start();
    expect(pushed.result.serverInfo?.name).toBe('mirrorwright');
    expect(pushed.result.capabilities).toMatchObject({ positionEncoding: 'utf-16', hoverProvider: true });
    expect(pushed.result.capabilities.diagnosticProvider).toBeUndefined();
    await pushed.stop();
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
    const one = await start({ files: { [dropIn]: mirrored } });
    const uri = await one.open(
      conf,
      mirrored.replace('location = "cache', 'blocked = true\nlocation = "cache'),
    );
    const found = await one.diagnosed(uri, ({ diagnostics }) => diagnostics.length > 0);
    const mistake = found.find(({ code }) => code === 'MW106' || code === 'MW107' || code === 'MW110');
    expect(mistake).toMatchObject({
      source: 'mirrorwright',
      codeDescription: { href: expect.stringContaining('/docs/rules/MW') },
    });
    const replaced = found.filter(({ relatedInformation }) => relatedInformation !== undefined);
    expect(replaced[0]?.relatedInformation?.[0]?.location.uri).toMatch(/registries\.conf/);
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

describe('textDocument/codeAction', () => {
  const wrong =
    '[[registry]]\nlocation = "quay.io"\n\n[[registry.mirror]]\nlocation = "https://cache.corp.example/"\n';

  async function actionsAt(
    one: TestClient,
    uri: string,
    line: number,
    only?: readonly string[],
  ): Promise<readonly CodeAction[]> {
    const range = { start: { line, character: 0 }, end: { line, character: 20 } };
    return one.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...(only && { only }) },
    });
  }

  it('fixes, names the version it is for, and prefers safe fixes', async () => {
    const one = await start();
    const uri = await one.open(conf, wrong);
    const actions = await actionsAt(one, uri, 4);
    const fix = actions.find(({ isPreferred }) => isPreferred);
    expect(fix?.kind).toBe('quickfix');
    expect(fix?.edit?.documentChanges?.[0]).toMatchObject({ textDocument: { uri, version: 1 } });
    expect(applied(wrong, editsOf(fix?.edit, uri))).toContain('location = "cache.corp.example/"');
    expect(actions.some(({ command }) => command?.command === 'mirrorwright.openRule')).toBe(true);
  });

  it('fixes all at once', async () => {
    const one = await start();
    const uri = await one.open(conf, wrong);
    const [action] = await actionsAt(one, uri, 0, ['source.fixAll']);
    expect(action?.kind).toBe('source.fixAll.mirrorwright');
    expect(applied(wrong, editsOf(action?.edit, uri))).toContain('location = "cache.corp.example"');
  });

  it('ignores a finding with a comment that waits for its reason', async () => {
    const one = await start();
    const text = '[[registry]]\nlocation = "quay.io"\ninsecure = true\n';
    const uri = await one.open(conf, text);
    const found = await one.diagnosed(uri, ({ diagnostics }) => diagnostics.length > 0);
    const [first] = found;
    const actions = await actionsAt(one, uri, first!.range.start.line);
    const ignore = actions.find(({ title }) => title.startsWith(`Ignore ${first!.code}`));
    const ignored = applied(text, editsOf(ignore?.edit, uri));
    expect(ignored).toContain(`# mirrorwright-ignore ${first!.code}: \n`);
    await one.change(uri, 2, ignored.replace(`${first!.code}: `, `${first!.code}: a lab`));
    const left = await one.diagnosed(uri, ({ version }) => version === 2);
    expect(left.map(({ code }) => code)).not.toContain(first!.code);
  });

  it('ignores a finding of policy.json in the settings file, which it makes', async () => {
    const one = await start();
    const text = '{"default": [{"type": "insecureAcceptAnything"}]}\n';
    const uri = await one.open('etc/containers/policy.json', text, 'json');
    const actions = await actionsAt(one, uri, 0);
    const ignore = actions.find(({ title }) => title.includes('mirrorwright.toml'));
    expect(ignore?.edit?.documentChanges?.[0]).toMatchObject({
      kind: 'create',
      uri: one.uri('mirrorwright.toml'),
    });
    expect(editsOf(ignore?.edit, one.uri('mirrorwright.toml'))[0]?.newText).toContain(
      'paths = ["etc/containers/policy.json"]',
    );
  });
});

describe('textDocument/hover', () => {
  it('tells what a key means, and where a name leads', async () => {
    const one = await start();
    const at = marked(mirrored.replace('prefix', 'pre|fix'));
    const uri = await one.open(conf, at.text);
    const about = await one.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: at.position,
    });
    expect(JSON.stringify(about.contents)).toContain('the longest prefix wins');
    const { position } = marked(mirrored.replace('"cache', '"ca|che'));
    const leads = await one.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    expect(JSON.stringify(leads.contents)).toContain(
      'https://cache.corp.example/v2/hub/library/image/manifests/tag',
    );
  });

  it('shows text of files as text', async () => {
    const one = await start();
    const evil = 'a.example/[x](command:evil)![](http://evil.example)';
    const at = marked(`[[registry]]\nlocation = "a.example"\n[aliases]\n"web" = "|${evil}"\n`);
    const uri = await one.open(conf, at.text);
    const shown = await one.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: at.position,
    });
    const value = (shown.contents as { value: string }).value;
    expect(value.replace(/`[^`]*`/g, '')).not.toMatch(/(?<!\\)\[x|(?<!\\)!\[/);
  });
});

describe('textDocument/completion', () => {
  async function complete(
    one: TestClient,
    path: string,
    text: string,
    languageId = 'toml',
  ): Promise<readonly CompletionItem[]> {
    const at = marked(text);
    const uri = await one.open(path, at.text, languageId);
    return one.connection.sendRequest('textDocument/completion', {
      textDocument: { uri },
      position: at.position,
    });
  }

  function text(items: readonly CompletionItem[], label: string, before: string): string {
    const item = items.find((one) => one.label === label);
    if (item?.textEdit === undefined)
      throw new Error(`no ${label} among ${items.map((one) => one.label).join(', ')}`);
    return applied(marked(before).text, [item.textEdit as TextEdit]);
  }

  it('offers the keys of the table that it does not have', async () => {
    const one = await start();
    const before = '[[registry]]\nlocation = "quay.io"\npre|\n';
    const items = await complete(one, conf, before);
    expect(items.map(({ label }) => label)).not.toContain('location');
    expect(text(items, 'prefix', before)).toBe('[[registry]]\nlocation = "quay.io"\nprefix = "$1"\n');
  });

  it('offers values, headers and whole blocks', async () => {
    const one = await start();
    const mode = await complete(one, conf, 'short-name-mode = "|"\n');
    expect(mode.map(({ label }) => label)).toEqual(['enforcing', 'permissive', 'disabled']);
    const header = '[[registry]]\nlocation = "quay.io"\n\n[[reg|\n';
    const items = await complete(one, 'b/registries.conf', header);
    expect(text(items, '[[registry.mirror]]', header)).toContain('\n[[registry.mirror]]\n');
    const block = text(items, 'registry with a mirror', header);
    expect(block).toContain('[[registry.mirror]]\nlocation = "$' + '{3:mirror.example.com}"');
  });

  it('offers known registries and those of the workspace', async () => {
    const one = await start({ files: { 'other/registries.conf': mirrored } });
    const before = '[[registry]]\nlocation = "|"\n';
    const items = await complete(one, conf, before);
    const labels = items.map(({ label }) => label);
    expect(labels).toContain('cache.corp.example/hub');
    expect(labels).toContain('registry.k8s.io');
    expect(text(items, 'quay.io', before)).toBe('[[registry]]\nlocation = "quay.io"\n');
  });

  it('offers plain text to a client without snippets', async () => {
    const one = await start({ capabilities: {} });
    const before = '[[registry]]\n|\n';
    expect(text(await complete(one, conf, before), 'location', before)).toBe('[[registry]]\nlocation = ""\n');
  });

  it('knows mirror policies, resources of OpenShift and signature policies', async () => {
    const one = await start();
    const policy = 'version: 1\nupstreams:\n  - registry: docker.io\n    fall|\n';
    expect(text(await complete(one, 'mirror-policy.yaml', policy, 'yaml'), 'fallback', policy)).toContain(
      '    fallback: $' + '{1|keep,block|}\n',
    );
    const list = 'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      |\n';
    expect((await complete(one, 'b/mirror-policy.yaml', list, 'yaml')).map(({ label }) => label)).toEqual([
      '- location',
    ]);
    const image = `apiVersion: config.openshift.io/v1\nkind: Image\nmetadata:\n  name: cluster\nspec:\n  registrySources:\n    allow|\n`;
    expect((await complete(one, 'image.yaml', image, 'yaml')).map(({ label }) => label)).toContain(
      'allowedRegistries',
    );
    const idms = `apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nspec:\n  imageDigestMirrors:\n    - source: quay.io/a\n      mirrorSourcePolicy: |\n`;
    expect((await complete(one, 'idms.yaml', idms, 'yaml')).map(({ label }) => label)).toEqual([
      'AllowContactingSource',
      'NeverContactSource',
    ]);
    const type = '{"default": [{"type": "|"}]}';
    expect((await complete(one, 'policy.json', type, 'json')).map(({ label }) => label)).toContain(
      'sigstoreSigned',
    );
    const key = '{"default": [{"type": "signedBy", "|"}]}';
    expect((await complete(one, 'b/policy.json', key, 'json')).map(({ label }) => label)).toContain(
      'keyPath',
    );
  });
});

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
