import assert from 'node:assert/strict';
import {
  type CompletionList,
  commands,
  extensions,
  type Hover,
  languages,
  Position,
  type TextEdit,
  Uri,
  workspace,
} from 'vscode';
import { test, until } from './runner.ts';
import { closeAll, codesOn, finding, openWith, ours, placeOf, textOf } from './support.ts';

function sourcesOn(uri: Uri): readonly string[] {
  return languages.getDiagnostics(uri).map(({ source }) => source ?? '');
}

test('beside-others', 'leaves broken YAML to the YAML extension, and judges what it means', async () => {
  const { document } = await openWith(
    'mirror-policy.yaml',
    'version: 1\nupstreams:\n  - registry: quay.io\n    zebra: 1\n    mirrors: [{location: a.example}, {location: b.example]\n',
  );
  await until(
    'both',
    () => sourcesOn(document.uri).includes('YAML') && sourcesOn(document.uri).includes('mirrorwright'),
  );
  assert.ok(!codesOn(document.uri).includes('MW701'), codesOn(document.uri).join());
  await closeAll();
});

test('beside-others', 'does not lay YAML out, which the YAML extension does', async () => {
  const { document } = await openWith('mirror-policy.yaml', 'version:   1\n');
  await until('a finding', () => sourcesOn(document.uri).includes('mirrorwright'));
  const edits = await commands.executeCommand<TextEdit[] | undefined>(
    'vscode.executeFormatDocumentProvider',
    document.uri,
    { tabSize: 2, insertSpaces: true },
  );
  assert.deepEqual(edits ?? [], []);
  await closeAll();
});

test('beside-others', 'keeps registries.conf for itself, broken TOML included', async () => {
  const { document } = await openWith('registries.conf', '[[registry]]\nlocation = "quay.io\n');
  await finding(document.uri, 'MW001');
  const toml = await openWith('other.toml', 'a = 1\n');
  await until('the TOML extension', () => sourcesOn(toml.document.uri).includes('TOML'));
  assert.ok(!sourcesOn(document.uri).includes('TOML'));
  await closeAll();
});

interface GivenSchema {
  readonly address: string;
  readonly text: string;
}

async function schemaOf(uri: Uri): Promise<GivenSchema | undefined> {
  return commands.executeCommand('stubYaml.schemaOf', uri.toString());
}

const digests = `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: mirrors
spec:
  imageDigestMirrors:
    - source: quay.io/acme
      mirrors:
        - cache.corp.example/acme
`;

test('beside-schemas', 'does not wake the YAML extension up for a file that is none of YAML', async () => {
  await openWith('registries.conf', '[[registry]]\nlocation = "quay.io"\n');
  await until('the rest', () => ours().isActive && ours().exports.isStarted());
  assert.equal(extensions.getExtension('redhat.vscode-yaml')!.isActive, false);
  await closeAll();
});

test('beside-schemas', 'gives the YAML extension a schema by what a file holds', async () => {
  const { document } = await openWith('a/idms.yaml', digests);
  const given = await until('a schema', () => schemaOf(document.uri));
  assert.deepEqual(await commands.executeCommand('stubYaml.contributors'), ['mirrorwright-schema']);
  assert.equal(
    given.address,
    'mirrorwright-schema://schema/config.openshift.io/v1/ImageDigestMirrorSet.json',
  );
  const schema = JSON.parse(given.text) as Readonly<Record<string, unknown>>;
  assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#');
  assert.equal(schema.title, 'ImageDigestMirrorSet');
  assert.match(given.text, /"mirrorSourcePolicy"/);
  const policy = await openWith('a/policy.yml', 'version: 1\nupstreams: []\n');
  assert.match((await schemaOf(policy.document.uri))!.address, /\/mirror-policy\.json$/);
  await closeAll();
});

test('beside-schemas', 'gives none for files of others, alone or beside a resource of ours', async () => {
  for (const text of [
    'services: {}\n',
    'apiVersion: apps/v1\nkind: Deployment\n',
    `${digests}---\napiVersion: apps/v1\nkind: Deployment\n`,
  ]) {
    const { document } = await openWith('b/some.yaml', text);
    assert.equal(await schemaOf(document.uri), undefined);
    await closeAll();
  }
});

test('beside-schemas', 'says what a key means once, and offers each key once', async () => {
  const { document } = await openWith('c/idms.yaml', `${digests}      \n`);
  const place = placeOf(document, 'source').start.translate(0, 1);
  const hovers = await until('a hover', async () => {
    const found = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, place);
    return found.length > 0 && found;
  });
  assert.equal(textOf(hovers).split('What images are called by').length, 2);
  const end = document.lineAt(document.lineCount - 2).range.end;
  const labels = await until('our keys', async () => {
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      end,
    );
    const found = labelsOf(list);
    return found.includes('mirrorSourcePolicy') && found;
  });
  assert.equal(labels.filter((label) => label === 'mirrorSourcePolicy').length, 1, labels.join());
  // what only we know is still there
  const value = await openWith('c/tags.yaml', digests.replace('cache.corp.example/acme', ''));
  const names = await until('registries', async () => {
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      value.document.uri,
      value.document.lineAt(value.document.lineCount - 2).range.end,
    );
    const found = labelsOf(list);
    return found.includes('quay.io') && found;
  });
  assert.equal(names.filter((label) => label === 'quay.io').length, 1);
  await closeAll();
});

test('beside-schemas', 'shows the schema behind its link', async () => {
  const { document } = await openWith('d/idms.yaml', digests);
  const { address, text } = await until('a schema', () => schemaOf(document.uri));
  const shown = await workspace.openTextDocument(Uri.parse(address));
  assert.equal(shown.getText(), text);
  await closeAll();
});

function labelsOf({ items }: CompletionList): readonly string[] {
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label).replace(/^"|"$/g, ''));
}

test('beside-schemas', 'says and offers once what the JSON extension of the editor says too', async () => {
  const { document } = await openWith(
    'etc/containers/policy.json',
    '{\n  "default": [{ "type": "signedBy", "keyPath": "/a.gpg" }],\n  \n}\n',
  );
  const hovers = await until('both extensions', async () => {
    const place = placeOf(document, 'keyPath').start.translate(0, 1);
    const found = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, place);
    // the description of the schema is escaped by the JSON extension alone
    return textOf(found).includes('trusted keys\\.') && found;
  });
  assert.equal(textOf(hovers).split('trusted keys').length, 2, textOf(hovers));
  const list = await until('completions', async () => {
    const found = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new Position(2, 2),
    );
    return labelsOf(found).includes('transports') && found;
  });
  assert.equal(labelsOf(list).filter((label) => label === 'transports').length, 1, labelsOf(list).join());
  await closeAll();
});

test('beside-schemas', 'leaves no fault of policy.json to be told twice', async () => {
  const { document } = await openWith(
    'etc/containers/policy.json',
    '{"default": [{"type": "signedBy", "keyType": 3, "zebra": 1}], "default2": []}\n',
  );
  await until('ours', () => codesOn(document.uri).length > 0);
  // that extension judges one file after the other
  const broken = await openWith('broken.json', '{"a": }\n');
  await until('the JSON extension', () => sourcesOn(broken.document.uri).length > 0);
  assert.deepEqual([...new Set(sourcesOn(document.uri))], ['mirrorwright']);
  await closeAll();
});
