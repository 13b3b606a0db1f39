import { packageExtension } from '../../../scripts/vscode/package.ts';
import { buildSuite } from './run-suite.ts';

/** Builds and packs the extension, and the tests that run inside the editor, once for all. */
export default async function setup(): Promise<void> {
  await packageExtension();
  await buildSuite();
}
