import type { Generated } from '@mirrorwright/core';
import { exitCodes } from '../cli/exit.ts';
import { impactLine } from '../cli/node-files.ts';
import type { Streams } from '../cli/streams.ts';
import { nodeChanges, strangers, targetKinds } from './cluster.ts';
import { applyCommands } from './commands.ts';
import { printedFiles, stampNow, writeFiles } from './deliver.ts';
import { derive, isForNode, obstacles } from './derive.ts';
import { initialState, type WizardOptions, type WizardState } from './state.ts';

export interface AnswersOptions extends WizardOptions {
  readonly printAnswers: boolean;
  /** Write below the root instead of printing. */
  readonly write: boolean;
  readonly streams: Streams;
}

/** The wizard without questions: all answers are in the policy. */
export async function runAnswers(options: AnswersOptions): Promise<number> {
  const { printAnswers, write, streams } = options;
  const state = initialState(options);
  const missing = missingAnswers(state);
  if (missing.length > 0) {
    streams.err(`mirrorwright: answers are missing:\n${missing.map((line) => `  ${line}\n`).join('')}`);
    return exitCodes.usage;
  }
  if (printAnswers) {
    await streams.out(state.policy.source.text);
    return exitCodes.ok;
  }
  tell(state, streams);
  const refused =
    derive(state).findings.some(({ severity }) => severity === 'error') || obstacles(state).length > 0;
  if (write && refused) {
    streams.err('mirrorwright: nothing was written: correct the errors first\n');
    return exitCodes.findings;
  }
  if (!write) {
    await streams.out(printedFiles(state));
    return refused ? exitCodes.findings : exitCodes.ok;
  }
  const written = await writeFiles(state, stampNow());
  await streams.out(`${written.lines.join('\n')}\n`);
  const apply = targetKinds(state).clusters.flatMap((target) => applyCommands(state, target));
  if (written.ok && apply.length > 0) streams.err(`${apply.join('\n')}\n`);
  return written.ok ? exitCodes.ok : exitCodes.findings;
}

/** All that is missing at once, in the spelling of a flag and in that of the answers file. */
function missingAnswers({ policy }: WizardState): readonly string[] {
  const { targets, upstreams } = policy.model;
  return [
    ...(targets.length === 0 ? ['targets: --target RUNTIME@VERSION, or `targets:` in the answers'] : []),
    ...(upstreams.length === 0
      ? [
          'upstreams: --upstream REGISTRY or --mirror REGISTRY=LOCATION, or `upstreams:` in the answers (--answers FILE)',
        ]
      : []),
  ];
}

/** Findings, losses and obstacles, on standard error. */
function tell(state: WizardState, streams: Streams): void {
  const { policy } = state;
  const { findings, generated } = derive(state);
  for (const { severity, code, message, span } of findings) {
    const { line } = policy.source.position(span.start);
    streams.err(`${policy.path}:${line} ${severity} ${code} ${message}\n`);
  }
  for (const { target, losses } of generated)
    for (const { field, reason } of losses)
      streams.err(`not expressible for ${target}: ${field}: ${reason}\n`);
  const notes = generated.flatMap(({ notes: own }) => own.map(({ text }) => text));
  for (const text of new Set(notes)) streams.err(`note: ${text}\n`);
  for (const each of generated.filter((one) => !isForNode(one))) tellCluster(each, state, streams);
  for (const line of obstacles(state)) streams.err(`mirrorwright: ${line}\n`);
}

/** What becomes of resources that are applied, as far as it is known. */
function tellCluster(generated: Generated, state: WizardState, streams: Streams): void {
  const { target, rendered } = generated;
  for (const warning of rendered?.warnings ?? [])
    streams.err(`warning, in the log of the operator of ${target} alone: ${warning}\n`);
  for (const path of strangers(state, generated)) streams.err(`note: ${path} is not made of these answers\n`);
  for (const { impact } of nodeChanges(state, generated))
    if (impact !== undefined) streams.err(`${target}: ${impactLine(impact)}\n`);
}
