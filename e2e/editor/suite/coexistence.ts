import assert from 'node:assert/strict';
import { commands, languages, type TextEdit, type Uri } from 'vscode';
import { test, until } from './runner.ts';
import { closeAll, codesOn, finding, openWith } from './support.ts';

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
