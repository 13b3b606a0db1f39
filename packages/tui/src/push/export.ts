import { blocking, exportAnsible, type Plan, type PlannedNode, planIdOf } from '@mirrorwright/core';
import { exitCodes } from '../cli/exit.ts';
import { writeBelow } from '../cli/node-files.ts';
import type { Streams } from '../cli/streams.ts';
import { failureText } from './failure.ts';

/** Writes a plan as files for another tool below a folder. Errors of the rules stop it as they stop a push. */
export async function exportPlan(
  folder: string,
  plan: Plan,
  planned: readonly PlannedNode[],
  accept: readonly string[],
  streams: Streams,
): Promise<number> {
  const errors = planned.flatMap(({ node }) => blocking(node.findings, accept));
  if (errors.length > 0) {
    for (const { code, path, line, message } of errors) streams.err(`${code} ${path}:${line} ${message}\n`);
    streams.err('mirrorwright: errors block the export; mend them, or accept them by name: --accept CODE\n');
    return exitCodes.findings;
  }
  const made = exportAnsible(planned, planIdOf(plan));
  if (!made.ok) {
    for (const refusal of made.refusals) streams.err(failureText('export', refusal));
    return exitCodes.findings;
  }
  if (!(await writeBelow(folder, made.files, streams))) return exitCodes.findings;
  streams.err(`run it with: cd ${folder} && ansible-playbook -i inventory.yml playbook.yml --check --diff\n`);
  return exitCodes.ok;
}
