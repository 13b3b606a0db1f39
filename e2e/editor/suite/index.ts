import './activation.ts';
import './choices.ts';
import './language.ts';
import './measure.ts';
import './previews.ts';
import './push.ts';
import './coexistence.ts';
import './trust.ts';
import './web.ts';
import { runGroups } from './runner.ts';

/** What the editor calls to run the tests. */
export function run(): Promise<void> {
  return runGroups();
}
