import assert from 'node:assert/strict';
import { commands, TabInputTextDiff, type TextDocument, window, workspace } from 'vscode';
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

/** What the preview of the policy compares with. */
async function comparedWith(): Promise<string> {
  const { document } = await open('mirror-policy.yaml');
  await commands.executeCommand('mirrorwright.previewNodeFiles', document.uri.toString(), 'podman@5.8');
  const tab = await until('a comparison', () =>
    window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof TabInputTextDiff),
  );
  const { original, modified } = tab.input as TabInputTextDiff;
  const planned = await workspace.openTextDocument(modified);
  assert.match(planned.getText(), /m\.corp\.example/);
  return (await workspace.openTextDocument(original)).getText();
}

test('trusted', 'the setting of the workspace names what previews compare with', async () => {
  assert.equal(workspace.isTrusted, true);
  assert.equal(await comparedWith(), '# secret\n');
  await closeAll();
});

test('untrusted', 'the setting that leads outside is not followed', async () => {
  assert.equal(await comparedWith(), '');
  for (const each of shown(/./)) assert.doesNotMatch(each.getText(), /secret/);
  await closeAll();
});

test('untrusted', 'a setting that a workspace without trust may have is followed all the same', async () => {
  const { document } = await openWith(
    'targets/registries.conf',
    'additional-layer-store-auth-helper = "/usr/bin/helper"\n',
  );
  await commands.executeCommand('mirrorwright.selectTargets', 'podman@4.9');
  await finding(document.uri, 'MW107');
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
