/** Prints how long the extension takes to start in the real editor, and what it costs: `node e2e/editor/measure.ts`. */
import { buildExtension, extensionFolder } from '../../scripts/vscode/build.ts';
import { buildSuite, runSuite } from './support/run-suite.ts';

await Promise.all([buildExtension(), buildSuite()]);
for (let round = 0; round < 3; round++) {
  const { notes, failed } = await runSuite({ extensions: [extensionFolder], groups: ['measure'] });
  for (const each of notes) process.stdout.write(`${each}\n`);
  for (const { name, error } of failed) process.stderr.write(`${name}: ${error}\n`);
}
