import { describe, expect, it } from 'vitest';
import type { CodeAction, CompletionItem, Hover, TextEdit } from 'vscode-languageserver-protocol';
import type { TestClient } from './testing/client.ts';
import { clientsOfTests } from './testing/clients.ts';
import { applied, conf, editsOf, marked, mirrored } from './testing/texts.ts';

const start = clientsOfTests();

describe('textDocument/codeAction', () => {
  const wrong =
    '[[registry]]\nlocation = "quay.io"\n\n[[registry.mirror]]\nlocation = "https://cache.corp.example/"\n';

  async function actionsAt(
    one: TestClient,
    uri: string,
    line: number,
    only?: readonly string[],
  ): Promise<readonly CodeAction[]> {
    const range = { start: { line, character: 0 }, end: { line, character: 40 } };
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
    expect(applied(wrong, editsOf(fix?.edit, uri))).toContain('location = "cache.corp.example"\n');
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
