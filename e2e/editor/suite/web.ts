import assert from 'node:assert/strict';
import { commands, env, type Hover, UIKind, window, workspace } from 'vscode';
import { test, until } from './runner.ts';
import { closeAll, finding, openWith, ours, placeOf } from './support.ts';

test('web', 'runs in the extension host of the browser', async () => {
  assert.equal(env.uiKind, UIKind.Web);
  // the host in the browser has no process
  assert.equal(typeof (globalThis as { process?: { pid?: number } }).process?.pid, 'undefined');
});

test('web', 'finds, explains and fixes from its worker', async () => {
  const { document } = await openWith(
    'registries.conf',
    '[[registry]]\nlocation = "quay.io"\n\n[[registry.mirror]]\nlocation = "m.example"\nshort-name-mode = "enforcing"\n',
  );
  await until('the extension', () => ours().isActive);
  await finding(document.uri, 'MW111');
  const hovers = await until('a hover', async () => {
    const place = placeOf(document, 'location').start.translate(0, 1);
    const found = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, place);
    return found.length > 0 && found;
  });
  assert.ok(hovers.length > 0);
  await window.showTextDocument(document);
  await commands.executeCommand('mirrorwright.fixAll');
  await until('the fixed text', () => document.getText().startsWith('short-name-mode'));
  await closeAll();
});

test('web', 'sees files that are not open', async () => {
  const text = new TextEncoder().encode('[[registry]]\nlocation = "ghcr.io"\nblocked = true\n');
  const main = await openWith('node/registries.conf', '[[registry]]\nlocation = "quay.io"\n');
  await workspace.fs.writeFile(main.document.uri, text);
  await closeAll();
  const { document } = await openWith(
    'node/registries.conf.d/10.conf',
    '[[registry]]\nlocation = "ghcr.io"\n',
  );
  await finding(document.uri, 'MW021');
  await closeAll();
});

test('web', 'previews node files', async () => {
  const { document } = await openWith(
    'mirror-policy.yaml',
    'version: 1\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: m.example}]\n',
  );
  await commands.executeCommand('mirrorwright.previewNodeFiles', document.uri.toString(), 'podman@5.8');
  await until('a preview', () =>
    workspace.textDocuments.some(
      ({ uri, getText }) => uri.scheme === 'mirrorwright-node' && /m\.example/.test(getText()),
    ),
  );
  await closeAll();
});

test('web', 'pushes nothing: a browser reaches no machine', async () => {
  for (const name of ['push', 'pushPlan', 'rollBack', 'checkNodes'])
    assert.equal(await commands.executeCommand(`mirrorwright.${name}`, { answers: ['Push'] }), undefined);
});
