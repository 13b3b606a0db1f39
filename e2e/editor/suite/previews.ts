import assert from 'node:assert/strict';
import {
  commands,
  type DocumentLink,
  TabInputTextDiff,
  type TextDocument,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { test, until } from './runner.ts';
import { closeAll, inFolder, openWith, replaceAll, write } from './support.ts';

const policy = `version: 1
targets: [podman@5.8]
upstreams:
  - registry: quay.io
    mirrors:
      - location: cache.corp.example
`;

const digestSet = `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: mirrors
spec:
  imageDigestMirrors:
    - source: quay.io/acme
      mirrors: [cache.corp.example/acme]
`;

/** Open read-only documents of a scheme. */
function shown(scheme: string): readonly TextDocument[] {
  return workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme);
}

function planned(part: RegExp): Promise<TextDocument> {
  return until(`a preview of ${part}`, () =>
    shown('mirrorwright-node').find(
      (document) =>
        document.uri.query.includes('"planned"') &&
        part.test(`${document.uri.authority}${document.uri.path}`),
    ),
  );
}

test('previews', 'compares the planned file of a policy with the one the node has', async () => {
  await openWith(
    'etc/containers/registries.conf.d/50-mirrors.conf',
    '# ours\n[[registry]]\nlocation = "quay.io"\n',
  );
  const { document } = await openWith('mirror-policy.yaml', policy);
  await commands.executeCommand('mirrorwright.previewNodeFiles', document.uri.toString());
  const tab = await until('a comparison', () =>
    window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof TabInputTextDiff),
  );
  const { original, modified } = tab.input as TabInputTextDiff;
  assert.equal(
    (await workspace.openTextDocument(original)).getText(),
    '# ours\n[[registry]]\nlocation = "quay.io"\n',
  );
  const text = (await workspace.openTextDocument(modified)).getText();
  assert.match(text, /^# ours\n/);
  assert.match(text, /\[\[registry\.mirror\]\]\nlocation = "cache\.corp\.example"/);
  assert.equal((await workspace.openTextDocument(modified)).languageId, 'containers-registries-conf');
});

test('previews', 'follows what is typed', async () => {
  const document = workspace.textDocuments.find(({ uri }) => uri.path.endsWith('/mirror-policy.yaml'))!;
  const preview = await planned(/50-mirrors\.conf$/);
  await replaceAll(document, policy.replace('cache.corp.example', 'other.corp.example'));
  await until('the new mirror', () => /other\.corp\.example/.test(preview.getText()));
});

test(
  'previews',
  'follows what changes on disk, and says in the file alone why nothing can be made',
  async () => {
    const document = workspace.textDocuments.find(({ uri }) => uri.path.endsWith('/mirror-policy.yaml'))!;
    const file = 'node-b/etc/containers/registries.conf.d/50-mirrors.conf';
    await write(file, '# first\n');
    await commands.executeCommand(
      'mirrorwright.compareWithFolder',
      document.uri.toString(),
      'podman@5.8',
      inFolder('node-b'),
    );
    const side = (name: string): Promise<TextDocument> =>
      until(`the ${name} side`, () =>
        shown('mirrorwright-node').find(({ uri }) => /node-b/.test(uri.query) && uri.query.includes(name)),
      );
    const [current, preview] = [await side('"current"'), await side('"planned"')];
    assert.equal(current.getText(), '# first\n');
    await write(file, '# by hand\n');
    await until('the file of the node', () => current.getText() === '# by hand\n');
    await until('the plan for it', () => preview.getText().startsWith('# by hand\n'));
    await replaceAll(document, 'version: 1\nupstreams: [\n');
    await until('the reason', () => /Nothing can be made\n {2}mirror-policy\.yaml:/.test(preview.getText()));
    assert.equal(current.getText(), '# by hand\n');
    await replaceAll(document, policy);
    await until('the plan again', () => /cache\.corp\.example/.test(preview.getText()));
  },
);

test('previews', 'cannot be edited', async () => {
  const preview = await planned(/50-mirrors\.conf$/);
  await window.showTextDocument(preview);
  const before = preview.getText();
  await commands.executeCommand('type', { text: 'x' });
  assert.equal(preview.getText(), before);
  assert.ok(shown('mirrorwright-node').every(({ isDirty }) => !isDirty));
  await closeAll();
});

test('previews', 'says what a target cannot say, and what a broken policy would come to', async () => {
  const { document } = await openWith(
    'broken/mirror-policy.yaml',
    'version: 1\nupstreams: [{registry: [}]\n',
  );
  await commands.executeCommand('mirrorwright.previewNodeFiles', document.uri.toString(), 'podman@5.8');
  const summary = await until('a summary', () =>
    shown('mirrorwright-node').find(
      ({ uri }) => uri.path.endsWith('/summary.txt') && uri.query.includes('broken'),
    ),
  );
  assert.match(summary.getText(), /Nothing can be made/);
  await closeAll();
});

test('previews', 'renders resources of OpenShift for a release', async () => {
  const { document } = await openWith('cluster/idms.yaml', digestSet);
  await commands.executeCommand('mirrorwright.previewNodeFiles', document.uri.toString(), 'openshift@4.16');
  const preview = await planned(/openshift@4\.16\/etc\/containers\/registries\.conf$/);
  await until('its content', () => /prefix = ""|location = "quay\.io\/acme"/.test(preview.getText()));
  assert.match(preview.getText(), /cache\.corp\.example\/acme/);
  await closeAll();
});

test('previews', 'are beside what is typed in, wherever that is', async () => {
  await openWith('notes.txt', 'a file of others\n');
  const { document } = await openWith('cluster/idms.yaml', digestSet);
  await window.showTextDocument(document, ViewColumn.Two);
  await commands.executeCommand('mirrorwright.previewNodeFiles', document.uri.toString(), 'openshift@4.16');
  const fronts = (): readonly (string | undefined)[] =>
    window.tabGroups.all.map(({ activeTab }) => activeTab?.label.replace(/ \(.*/, ''));
  await until('the preview in front of a group of its own', () =>
    ['idms.yaml', 'Node files for openshift@4.16'].every((label) => fronts().includes(label)),
  );
  await closeAll();
});

test('previews', 'shows two targets side by side', async () => {
  const { document } = await openWith('two/mirror-policy.yaml', policy);
  await commands.executeCommand(
    'mirrorwright.compareTargets',
    document.uri.toString(),
    'podman@5.8',
    'openshift@4.16',
  );
  const left = await planned(/podman@5\.8\/etc\/containers\/registries\.conf\.d\/50-mirrors\.conf$/);
  const right = await planned(
    /openshift@4\.16\/cluster-resources\/imagedigestmirrorset\.yaml$|openshift@4\.16\/cluster-resources\//,
  );
  await until('both texts', () => left.getText() !== '' && right.getText() !== '');
  assert.match(right.getText(), /kind: Image(?:Digest|Tag)MirrorSet/);
  await closeAll();
});

test('previews', 'explains a pull with links to the lines that say so', async () => {
  const { document } = await openWith(
    'pull/registries.conf',
    '[[registry]]\nlocation = "quay.io"\n\n[[registry.mirror]]\nlocation = "m.corp.example"\n',
  );
  await commands.executeCommand(
    'mirrorwright.explainPull',
    document.uri.toString(),
    'quay.io/acme/web:1',
    'as given',
  );
  const answer = await until('an explanation', () => shown('mirrorwright-explain')[0]);
  assert.match(answer.getText(), /^quay\.io\/acme\/web:1 for podman@5\.8: ok/);
  assert.match(answer.getText(), /m\.corp\.example\/acme\/web:1/);
  const links = await until('links', async () => {
    const found = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', answer.uri);
    return found.length > 0 && found;
  });
  const places = links.map(({ range, target }) => `${answer.getText(range)} ${target?.fragment}`);
  assert.ok(places.includes('pull/registries.conf:4 L4'), places.join());
  await replaceAll(document, document.getText().replace('m.corp.example', 'n.corp.example'));
  await until('the new answer', () => /n\.corp\.example/.test(answer.getText()));
  await write('pull/registries.conf.d/10-other.conf', '[[registry]]\nlocation = "quay.io"\nblocked = true\n');
  await until('the answer of a further file', () => /blocked/.test(answer.getText()));
  await closeAll();
});

test('previews', 'explains on the nodes of a cluster', async () => {
  const { document } = await openWith('cluster/idms.yaml', digestSet);
  const image = `quay.io/acme/web@sha256:${'a'.repeat(64)}`;
  await commands.executeCommand('mirrorwright.explainPull', document.uri.toString(), image, 'as given');
  const answer = await until('an explanation', () =>
    shown('mirrorwright-explain').find((each) => /cache\.corp\.example\/acme/.test(each.getText())),
  );
  assert.match(answer.getText(), /ImageDigestMirrorSet mirrors/);
  await closeAll();
});

test('previews', 'opens the page of a rule from the extension itself', async () => {
  await commands.executeCommand('mirrorwright.openRule', 'MW111');
  await until('the page', () =>
    window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => /MW111/.test(label)),
  );
  await commands.executeCommand('mirrorwright.openRule', '../../package');
  assert.ok(window.tabGroups.all.flatMap(({ tabs }) => tabs).every(({ label }) => !/package/.test(label)));
  await closeAll();
});
