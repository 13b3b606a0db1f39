import { createRequire } from 'node:module';
import process from 'node:process';
import { workspace } from 'vscode';
import { note, test, until } from './runner.ts';
import { closeAll, findingsOn, inFolder, openWith, ours } from './support.ts';

/** Memory of the extension host after it came to rest, in MB. */
async function memory(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const { rss, heapUsed } = process.memoryUsage();
  return `${Math.round(rss / 2 ** 20)} MB, of which heap in use ${Math.round(heapUsed / 2 ** 20)} MB`;
}

/** How long a file of the extension takes to be read, compiled and run. */
function loadTime(name: string): string {
  const load = createRequire(`${ours().extensionPath}/dist/`);
  const path = load.resolve(`./${name}`);
  delete load.cache[path];
  const start = performance.now();
  load(path);
  return (performance.now() - start).toFixed(1);
}

test('measure-without', 'memory without the extension', async () => {
  await openWith('notes.txt', 'nothing of ours\n');
  note(`extension host without the extension: ${await memory()}`);
  await closeAll();
});

test('measure', 'time and memory of the start', async () => {
  await ours().activate();
  // the editor starts an extension under test by itself: what its file costs is seen by loading it once more
  note(`loading the stub's file: ${loadTime('extension.cjs')} ms`);
  note(`extension host with the stub: ${await memory()}`);
  await workspace.fs.writeFile(
    inFolder('registries.conf'),
    new TextEncoder().encode('[[registry]]\nlocation = "https://quay.io"\n'),
  );
  const start = performance.now();
  const document = await workspace.openTextDocument(inFolder('registries.conf'));
  await until('the rest', () => ours().exports.isStarted());
  await until('a finding', () => findingsOn(document.uri).length > 0);
  note(`from opening a first file to its findings: ${Math.round(performance.now() - start)} ms`);
  note(`loading the file behind it: ${loadTime('main.cjs')} ms`);
  note(`extension host with everything started: ${await memory()}`);
  await closeAll();
});
