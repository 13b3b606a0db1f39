import { readMirrorPolicy, sourceText } from '@mirrorwright/core';
import { exitCodes } from '../cli/exit.ts';
import type { Streams } from '../cli/streams.ts';
import { printedFiles, stampNow, writeFiles } from './deliver.ts';
import { derive, type WizardOptions, type WizardState } from './state.ts';

export interface AnswersOptions extends WizardOptions {
  readonly printAnswers: boolean;
  /** Write below the root instead of printing. */
  readonly write: boolean;
  readonly streams: Streams;
}

/** The wizard without questions: all answers are in the policy. */
export async function runAnswers({
  printAnswers,
  write,
  streams,
  ...options
}: AnswersOptions): Promise<number> {
  const policy = readMirrorPolicy(options.policyPath, sourceText(options.policyText));
  const missing = [
    ...(policy.model.targets.length === 0
      ? ['targets: --target RUNTIME@VERSION, or `targets:` in the answers']
      : []),
    ...(policy.model.upstreams.length === 0
      ? ['upstreams: `upstreams:` in the answers (--answers FILE)']
      : []),
  ];
  if (missing.length > 0) {
    streams.err(`mirrorwright: answers are missing:\n${missing.map((line) => `  ${line}\n`).join('')}`);
    return exitCodes.usage;
  }
  if (printAnswers) {
    await streams.out(policy.source.text);
    return exitCodes.ok;
  }
  const state: Pick<WizardState, 'policy' | 'existing' | 'root'> = {
    policy,
    existing: options.existing,
    root: options.root,
  };
  const { findings, generated } = derive(state);
  for (const { severity, code, message, span } of findings) {
    streams.err(
      `${options.policyPath}:${policy.source.position(span.start).line} ${severity} ${code} ${message}\n`,
    );
  }
  for (const { target, losses } of generated)
    for (const { field, reason } of losses)
      streams.err(`not expressible for ${target}: ${field}: ${reason}\n`);
  const refused =
    findings.some(({ severity }) => severity === 'error') ||
    generated.some(({ problems }) => problems.length > 0);
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
  return written.ok ? exitCodes.ok : exitCodes.findings;
}
