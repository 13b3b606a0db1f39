import assert from 'node:assert/strict';
import { commands, type TextDocument, window, workspace } from 'vscode';
import { test, until } from './runner.ts';
import { closeAll, finding, inFolder, open, openWith, ours } from './support.ts';

function shown(part: RegExp): readonly TextDocument[] {
  return workspace.textDocuments.filter(
    ({ uri }) => uri.scheme === 'mirrorwright-node' && part.test(uri.toString(true)),
  );
}

test('untrusted', 'the workspace is not trusted', async () => {
  assert.equal(workspace.isTrusted, false);
});

test('untrusted', 'findings are there all the same', async () => {
  const { document } = await openWith('registries.conf', '[[registry]]\nlocation = "https://quay.io"\n');
  await until('the extension', () => ours().isActive);
  await until('a finding', () => finding(document.uri, 'MW301').catch(() => undefined) !== undefined);
  await closeAll();
});

test('untrusted', 'a folder outside is not compared with, whoever asks', async () => {
  const { document } = await open('mirror-policy.yaml');
  await commands.executeCommand(
    'mirrorwright.compareWithFolder',
    document.uri.toString(),
    'podman@5.8',
    inFolder('../outside'),
  );
  assert.deepEqual(shown(/./), []);
  assert.deepEqual(
    window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
    ['mirror-policy.yaml'],
  );
});

test('untrusted', 'the setting that leads outside is not read', async () => {
  const { document } = await open('mirror-policy.yaml');
  await commands.executeCommand('mirrorwright.previewNodeFiles', document.uri.toString(), 'podman@5.8');
  const current = await until('a preview', () => shown(/"side":"current".*|50-mirrors/)[0]);
  assert.ok(current);
  for (const each of shown(/50-mirrors/)) assert.doesNotMatch(each.getText(), /secret/);
  await closeAll();
});

const connecting = [
  'push',
  'pushPlan',
  'rollBack',
  'planPush',
  'openPlan',
  'checkNodes',
  'addNode',
  'editNodes',
] as const;

for (const name of connecting)
  test('untrusted', `${name} is refused, whoever asks`, async () => {
    assert.equal(workspace.isTrusted, false);
    const ended = await commands.executeCommand<{ readonly end: string; readonly reason: string }>(
      `mirrorwright.${name}`,
      { answers: ['Push to node-a', 'node-b', 'node-b.corp.example', 'With sudo'] },
    );
    assert.equal(ended.end, 'refused');
    assert.match(ended.reason, /trusted workspace/);
  });
