import assert from 'node:assert/strict';
import { window, workspace } from 'vscode';
import { test, until } from './runner.ts';
import { closeAll, openWith, ours } from './support.ts';

/* The order counts: what starts the extension comes last. */

test('idle', 'another YAML file loads the stub and nothing behind it', async () => {
  await openWith('compose.yaml', 'services:\n  web:\n    image: docker.io/library/nginx\n');
  await until('the stub', () => ours().isActive);
  assert.equal(ours().exports.isStarted(), false);
  await openWith('deployment.yaml', 'apiVersion: apps/v1\nkind: Deployment\n');
  await openWith('settings.json', '{"a": 1}');
  await openWith('policy.json', '{"Version": "2012-10-17", "Statement": []}');
  assert.equal(ours().exports.isStarted(), false);
  await closeAll();
});

test('idle', 'gives others one question to ask, and nothing that acts', async () => {
  assert.deepEqual(Object.keys(await ours().activate()), ['isStarted']);
});

test('idle', 'no file of another language wakes even the stub up', async () => {
  await openWith('notes.txt', 'apiVersion: config.openshift.io/v1\nkind: Image\n');
  assert.equal(ours().exports.isStarted(), false);
});

test('starts', 'the open file starts the rest', async () => {
  const [uri] = await workspace.findFiles('**/*', 'README.txt');
  assert.ok(uri);
  await window.showTextDocument(await workspace.openTextDocument(uri));
  await until('the stub', () => ours().isActive);
  await until('the rest', () => ours().exports.isStarted());
});
