import './activation.ts';
import { runGroups } from './runner.ts';

/** What the editor calls to run the tests. */
export function run(): Promise<void> {
  return runGroups();
}
