import assert from 'node:assert/strict';
import { ConfigurationTarget, commands, window, workspace } from 'vscode';
import { test, until } from './runner.ts';
import { closeAll, codesOn, finding, openWith, ours } from './support.ts';

/** Read by podman 5.8, and by 4.9 not yet. */
const newKey = 'additional-layer-store-auth-helper = "/usr/bin/helper"\n';

function inWorkspace(): unknown {
  return workspace.getConfiguration('mirrorwright').inspect('targets')?.workspaceValue;
}

async function forget(): Promise<void> {
  await workspace
    .getConfiguration('mirrorwright')
    .update('targets', undefined, ConfigurationTarget.Workspace);
}

test('choices', 'judges anew for the target that is selected, and keeps it in the workspace', async () => {
  const { document } = await openWith('targets/registries.conf', `${newKey}zebra = 1\n`);
  await until('a finding', () => codesOn(document.uri).length > 0);
  assert.ok(!codesOn(document.uri).includes('MW107'), codesOn(document.uri).join());
  await commands.executeCommand('mirrorwright.selectTargets', 'podman@4.9');
  await finding(document.uri, 'MW107');
  assert.deepEqual(inWorkspace(), ['podman@4.9']);
  await forget();
  await until('no MW107', () => !codesOn(document.uri).includes('MW107'));
  await closeAll();
});

/** Answers the question for a target with the first of the list, and undoes it. */
async function takesTheFirst(): Promise<void> {
  const asked = commands.executeCommand('mirrorwright.selectTargets');
  // the list answers as soon as it is there, and not before
  await until('the first of the list', async () => {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return inWorkspace() !== undefined;
  });
  await asked;
  assert.deepEqual(inWorkspace(), ['podman@5.8']);
  await forget();
  await closeAll();
}

test('choices', 'asks for the target where none is named, those of the file first', async () => {
  await openWith('asked/registries.conf', newKey);
  await takesTheFirst();
});

test('choices', 'asks without a file of ours in front too', async () => {
  await openWith('asked/notes.txt', 'a file of others\n');
  await takesTheFirst();
});

test('choices', 'changes nothing where nobody chooses', async () => {
  await openWith('left/registries.conf', newKey);
  let isOver = false;
  const asked = Promise.resolve(commands.executeCommand('mirrorwright.selectTargets')).then(() => {
    isOver = true;
  });
  await until('the end of the question', async () => {
    await commands.executeCommand('workbench.action.closeQuickOpen');
    return isOver;
  });
  await asked;
  assert.equal(inWorkspace(), undefined);
  await closeAll();
});

interface Walkthrough {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly {
    readonly description: string;
    readonly completionEvents: readonly string[];
    readonly media: { readonly image: Readonly<Record<string, string>> };
  }[];
}

test('choices', 'has a walkthrough that opens, with commands and pictures that are there', async () => {
  const { packageJSON, extensionUri, id } = ours();
  const [walkthrough] = packageJSON.contributes.walkthroughs as readonly Walkthrough[];
  const known = new Set(await commands.getCommands(true));
  for (const { description, completionEvents, media } of walkthrough!.steps) {
    const named = [...description.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command!);
    const awaited = completionEvents.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? []);
    assert.ok(named.length > 0 && awaited.length > 0, description);
    for (const command of [...named, ...awaited]) assert.ok(known.has(command), command);
    for (const path of Object.values(media.image))
      await workspace.fs.stat(extensionUri.with({ path: `${extensionUri.path}/${path}` }));
  }
  await commands.executeCommand('workbench.action.openWalkthrough', `${id}#${walkthrough!.id}`, false);
  // its tab has the name of the welcome page; what it shows, the drive of the installed extension looks at
  await until('the page', () =>
    window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label === 'Welcome'),
  );
  await closeAll();
});
