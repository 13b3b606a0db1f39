import assert from 'node:assert/strict';
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionList,
  commands,
  type DocumentSymbol,
  type Hover,
  type Location,
  type LocationLink,
  Position,
  Range,
  type TextEdit,
  type Uri,
  type WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { test, until } from './runner.ts';
import {
  closeAll,
  codesOn,
  finding,
  findingsOn,
  inFolder,
  open,
  openWith,
  placeOf,
  replaceAll,
  textOf,
} from './support.ts';

const misplaced = `[[registry]]
location = "quay.io"

[[registry.mirror]]
location = "cache.corp.example"
short-name-mode = "enforcing"
`;

test(
  'language',
  'has its own language for registries.conf and drop-ins, and none for other .conf files',
  async () => {
    for (const path of ['a/registries.conf', 'a/registries.conf.d/10.conf', 'a/short-name-aliases.conf']) {
      const { document } = await openWith(path, '');
      assert.equal(document.languageId, 'containers-registries-conf');
    }
    const { document } = await openWith('a/nginx.conf', '');
    assert.ok(document.languageId !== 'containers-registries-conf');
    await closeAll();
  },
);

test('language', 'publishes each finding once', async () => {
  const { document } = await openWith('once/registries.conf', misplaced);
  await finding(document.uri, 'MW111');
  const all = findingsOn(document.uri);
  const names = all.map(({ code, range }) => JSON.stringify([code, range]));
  assert.deepEqual(names, [...new Set(names)]);
  assert.equal(codesOn(document.uri).filter((code) => code === 'MW111').length, 1);
  const [{ message }] = all.filter(({ code }) => JSON.stringify(code).includes('MW111')) as [(typeof all)[0]];
  assert.match(message, /short-name-mode/);
});

test('language', 'takes a finding back when its cause is gone', async () => {
  const { document } = await open('once/registries.conf');
  await finding(document.uri, 'MW111');
  await replaceAll(document, misplaced.replace('short-name-mode = "enforcing"\n', ''));
  await until('no MW111', () => !codesOn(document.uri).includes('MW111'));
  await closeAll();
});

test('language', 'sees across drop-ins, open and stored ones', async () => {
  const main = await openWith('node/registries.conf', '[[registry]]\nlocation = "quay.io"\nblocked = true\n');
  const { document } = await openWith(
    'node/registries.conf.d/10-corp.conf',
    '[[registry]]\nprefix = "quay.io"\nlocation = "quay.io"\n',
  );
  const found = await finding(document.uri, 'MW021');
  assert.match(found.relatedInformation![0]!.location.uri.path, /node\/registries\.conf$/);
  await replaceAll(main.document, '[[registry]]\nlocation = "ghcr.io"\n');
  await until('no MW021', () => !codesOn(document.uri).includes('MW021'));
  await closeAll();
});

async function actionsAt(uri: Uri, range: Range, kind?: string): Promise<readonly CodeAction[]> {
  return (
    (await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind)) ?? []
  );
}

test('language', 'fixes a finding, and the text is what was promised', async () => {
  const { document } = await openWith('fix/registries.conf', misplaced);
  const found = await finding(document.uri, 'MW111');
  const fix = await until('the fix', async () =>
    (await actionsAt(document.uri, found.range)).find(
      ({ edit, title }) => edit !== undefined && /above the first table/.test(title),
    ),
  );
  assert.ok(fix.isPreferred === true);
  await workspace.applyEdit(fix.edit!);
  assert.equal(
    document.getText(),
    'short-name-mode = "enforcing"\n\n[[registry]]\nlocation = "quay.io"\n\n[[registry.mirror]]\nlocation = "cache.corp.example"\n',
  );
  await closeAll();
});

test('language', 'offers to accept a finding with a reason, and the page of its rule', async () => {
  const { document } = await openWith('accept/registries.conf', 'zebra = 1\n');
  const found = await until('a finding', () => findingsOn(document.uri)[0]);
  const titles = (await actionsAt(document.uri, found.range)).map(({ title }) => title);
  assert.ok(
    titles.some((title) => /page/.test(title)),
    titles.join(),
  );
  assert.ok(
    titles.some((title) => /[Ii]gnore/.test(title)),
    titles.join(),
  );
  await closeAll();
});

test('language', 'fixes all that is safe in one go', async () => {
  const { document } = await openWith(
    'all/registries.conf',
    `${misplaced}\n[[registry]]\nlocation = "https://ghcr.io"\n`,
  );
  await finding(document.uri, 'MW111');
  const before = findingsOn(document.uri).length;
  await commands.executeCommand('mirrorwright.fixAll');
  await until('fewer findings', () => findingsOn(document.uri).length < before);
  assert.match(document.getText(), /^short-name-mode = "enforcing"\n/);
  assert.doesNotMatch(document.getText(), /https:\/\//);
  await closeAll();
});

test('language', 'fixes all on saving, when the editor is told so', async () => {
  const { document } = await openWith('save/registries.conf', misplaced);
  await finding(document.uri, 'MW111');
  const actions = await actionsAt(
    document.uri,
    new Range(0, 0, document.lineCount, 0),
    CodeActionKind.SourceFixAll.append('mirrorwright').value,
  );
  assert.equal(actions.length, 1);
  await closeAll();
});

test('language', 'explains keys and values on hover', async () => {
  const { document } = await openWith('hover/registries.conf', misplaced);
  const hoverOn = (part: string): Promise<string> =>
    until(`a hover on ${part}`, async () => {
      const place = placeOf(document, part).start.translate(0, 1);
      const hovers = await commands.executeCommand<Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        place,
      );
      return textOf(hovers) || undefined;
    });
  assert.match(await hoverOn('location'), /location/);
  assert.match(await hoverOn('quay.io'), /cache\.corp\.example/);
  await closeAll();
});

test('language', 'completes a key, and the accepted one stands in the text', async () => {
  const editor = await openWith('complete/registries.conf', '[[registry]]\nlocation = "quay.io"\ninsec');
  const { document } = editor;
  const at = document.positionAt(document.getText().length);
  const item = await until('the key', async () => {
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    return list.items.find(({ label }) => (typeof label === 'string' ? label : label.label) === 'insecure');
  });
  assert.ok(item);
  editor.selection = new (editor.selection.constructor as typeof import('vscode').Selection)(at, at);
  await commands.executeCommand('editor.action.triggerSuggest');
  await until('the accepted key', async () => {
    await commands.executeCommand('acceptSelectedSuggestion');
    return /\ninsecure\b/.test(document.getText());
  });
  await closeAll();
});

test('language', 'completes values and known registries', async () => {
  const { document } = await openWith(
    'values/registries.conf',
    'short-name-mode = ""\n[[registry]]\nlocation = ""\n',
  );
  const labelsAt = async (place: Position): Promise<readonly string[]> => {
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      place,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  };
  await until('the values', async () => (await labelsAt(new Position(0, 19))).includes('enforcing'));
  await until('the registries', async () => (await labelsAt(new Position(2, 12))).includes('quay.io'));
  await closeAll();
});

test('language', 'lists entries as symbols, with their mirrors inside', async () => {
  const { document } = await openWith('symbols/registries.conf', misplaced);
  const symbols = await until('symbols', async () => {
    const found = await commands.executeCommand<DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    return found?.length > 0 ? found : undefined;
  });
  const entry = symbols.find(({ name }) => /quay\.io/.test(name));
  assert.ok(entry, JSON.stringify(symbols));
  assert.ok(entry.children.some(({ name }) => /cache\.corp\.example/.test(name)));
  await closeAll();
});

test('language', 'leads from a shadowed entry to the one that wins', async () => {
  await openWith(
    'wins/registries.conf.d/20-late.conf',
    '[[registry]]\nprefix = "quay.io"\nlocation = "b.example"\n',
  );
  const { document } = await openWith(
    'wins/registries.conf.d/10-early.conf',
    '[[registry]]\nprefix = "quay.io"\nlocation = "a.example"\n',
  );
  const place = placeOf(document, 'quay.io').start.translate(0, 2);
  const found = await until('a definition', async () => {
    const all = await commands.executeCommand<(Location | LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      place,
    );
    return all?.[0];
  });
  const uri = 'targetUri' in found ? found.targetUri : found.uri;
  assert.match(uri.path, /20-late\.conf$/);
  await closeAll();
});

test('language', 'renames a registry in all files of the node', async () => {
  await openWith(
    'rename/registries.conf.d/20.conf',
    '[[registry]]\nprefix = "old.example"\nlocation = "old.example"\n',
  );
  const { document } = await openWith('rename/registries.conf', '[[registry]]\nlocation = "old.example"\n');
  const place = placeOf(document, 'old.example').start.translate(0, 2);
  const edit = await until('an edit', async () => {
    const made = await commands.executeCommand<WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      place,
      'new.example',
    );
    return made.size > 0 && made;
  });
  await workspace.applyEdit(edit);
  const other = await workspace.openTextDocument(inFolder('rename/registries.conf.d/20.conf'));
  assert.equal(document.getText(), '[[registry]]\nlocation = "new.example"\n');
  assert.doesNotMatch(other.getText(), /old\.example/);
  await closeAll();
});

test('language', 'shows lenses whose commands are ours', async () => {
  const { document } = await openWith('lens/registries.conf', misplaced);
  const lenses = await until('lenses', async () => {
    const found = await commands.executeCommand<CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      20,
    );
    return found?.length > 0 ? found : undefined;
  });
  const known = new Set(await commands.getCommands(true));
  for (const { command } of lenses) assert.ok(known.has(command!.command), command!.command);
  assert.ok(lenses.some(({ command }) => /^Explain a pull/.test(command!.title)));
  await closeAll();
});

test('language', 'lays a file out and keeps its comments', async () => {
  const { document } = await openWith(
    'format/registries.conf',
    '# mine\n[[registry]]\nlocation="quay.io"   # here\n',
  );
  const edits = await until('edits', async () => {
    const made = await commands.executeCommand<TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      {
        tabSize: 2,
        insertSpaces: true,
      },
    );
    return made?.length > 0 ? made : undefined;
  });
  assert.ok(edits.length > 0);
  await window.showTextDocument(document);
  await commands.executeCommand('editor.action.formatDocument');
  await until('the layout', () => /location = "quay\.io" +# here/.test(document.getText()));
  assert.match(document.getText(), /^# mine\n/);
  await closeAll();
});
