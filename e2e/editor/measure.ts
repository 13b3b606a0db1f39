/** Prints how long the extension takes to start in the real editor, and what it costs: `node e2e/editor/measure.ts`. */
import { resolve } from 'node:path';
import { buildExtension, extensionFolder } from '../../scripts/vscode/build.ts';
import { buildSuite, runSuite } from './support/run-suite.ts';

await Promise.all([buildExtension(), buildSuite()]);
const other = resolve(import.meta.dirname, 'stubs/even-better-toml');
for (let round = 0; round < 3; round++) {
  const runs = [
    await runSuite({ extensions: [other], groups: ['measure-without'] }),
    await runSuite({ extensions: [extensionFolder], groups: ['measure'] }),
  ];
  for (const each of runs.flatMap(({ notes }) => notes)) process.stdout.write(`${each}\n`);
  for (const { name, error } of runs.flatMap(({ failed }) => failed))
    process.stderr.write(`${name}: ${error}\n`);
}
