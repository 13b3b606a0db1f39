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

test('measure', 'time and memory of the start', async () => {
  await openWith('notes.txt', 'nothing of ours\n');
  note(`extension host without the extension: ${await memory()}`);
  const stub = performance.now();
  await ours().activate();
  note(`stub activated in ${Math.round(performance.now() - stub)} ms`);
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
  note(`extension host with everything started: ${await memory()}`);
  await closeAll();
});
