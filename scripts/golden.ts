/**
 * `pnpm golden DIR [--only X]`: runs the golden cases of a folder. X is a file name, or the name or id of a case.
 * Prints a line for each failing case and, last, the counts. Exit 1 when a case fails or nothing ran.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runOpenShiftCase } from './golden/openshift.ts';
import { runPolicyCase } from './golden/policy-json.ts';
import { runRegistriesCase } from './golden/registries-conf.ts';

/** What is wrong with a case; empty when it passes. */
type Runner = (testCase: never) => readonly string[];

/** File name -> how its cases are run; null for formats without a dialect yet. */
const runners: Readonly<Record<string, Runner | null>> = {
  'registries-conf.json': runRegistriesCase as Runner,
  'policy-json.json': runPolicyCase as Runner,
  'containerd-docker-k3s.json': null,
  'openshift.json': runOpenShiftCase as Runner,
};

export interface GoldenResult {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly notCovered: number;
}

interface NamedCase {
  readonly name?: string;
  readonly id?: string;
}

/** Runs all golden files of a folder. */
export function runGolden(folder: string, only?: string): GoldenResult {
  let passed = 0;
  let notCovered = 0;
  const failures: string[] = [];
  for (const [file, runner] of Object.entries(runners)) {
    const path = resolve(folder, file);
    if (!existsSync(path)) continue;
    const cases = casesOf(JSON.parse(readFileSync(path, 'utf8')));
    for (const testCase of cases.filter((found) => only === undefined || isChosen(found, file, only))) {
      if (runner === null) {
        notCovered++;
        continue;
      }
      const wrong = runner(testCase as never);
      if (wrong.length === 0) passed++;
      else failures.push(`${file} ${testCase.name ?? testCase.id}: ${wrong.join('; ')}`);
    }
  }
  return { passed, failures, notCovered };
}

function casesOf(
  content: readonly NamedCase[] | { readonly cases: readonly NamedCase[] },
): readonly NamedCase[] {
  return 'cases' in content ? content.cases : content;
}

function isChosen(testCase: NamedCase, file: string, only: string): boolean {
  return file === only || testCase.name === only || testCase.id === only;
}

function main(args: readonly string[]): number {
  const at = args.indexOf('--only');
  const only = at === -1 ? undefined : args[at + 1];
  const [folder] = at === -1 ? args : args.filter((_, index) => index !== at && index !== at + 1);
  if (folder === undefined || (at !== -1 && only === undefined)) {
    process.stderr.write('usage: pnpm golden DIR [--only NAME]\n');
    return 2;
  }
  // pnpm runs scripts in the project's folder; the user's paths are relative to where pnpm was called
  const result = runGolden(resolve(process.env.INIT_CWD ?? process.cwd(), folder), only);
  for (const failure of result.failures) process.stdout.write(`${failure}\n`);
  const { passed, failures, notCovered } = result;
  process.stdout.write(`golden: ${passed} passed, ${failures.length} failed, ${notCovered} not covered\n`);
  return failures.length > 0 || passed + failures.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
