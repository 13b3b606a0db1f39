import { generateResources, machineConfig, type NodeFile, parseRelease } from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import { lossLines } from '../cli/node-files.ts';
import { type Invocation, listOption, stringOption } from '../cli/spec.ts';
import { wantedOf } from '../push/wanted.ts';
import { writeExport } from './write.ts';

/** What is applied to a cluster whose operator makes the files of its nodes. */
export interface Resources {
  readonly files: readonly NodeFile[];
  readonly notes: readonly string[];
}

/** `plan --export kubernetes --target openshift@4.16`: resources instead of pods that write files. */
export async function exportResources(invocation: Invocation, out: string): Promise<number> {
  const made = await resourcesOf(invocation);
  return typeof made === 'number' ? made : writeExport(out, made, invocation.streams);
}

/** The resources that a mirror policy comes to; for given files a MachineConfig. A number is the exit code of why not. */
export async function resourcesOf({ options, streams }: Invocation): Promise<Resources | number> {
  const [target, ...more] = listOption(options, 'target');
  const release = parseRelease(target!.replace(/^openshift@/, ''));
  if (release === undefined || more.length > 0)
    throw usageError(`${target}: one release from openshift@4.11 to openshift@5.2, and alone`);
  const wanted = await wantedOf(options);
  if (wanted.kind === 'files') return machineConfigs(wanted.files, { options, streams });
  const { policy } = wanted;
  const problems = [...policy.tree.problems, ...policy.model.problems];
  for (const { message, span } of problems)
    streams.err(`mirrorwright: ${policy.path}:${policy.source.position(span.start).line} ${message}\n`);
  if (problems.length > 0) return exitCodes.findings;
  const { files, losses, notes } = generateResources(policy, release);
  streams.err(lossLines(target!, losses));
  return { files: files.map(({ name, content }) => ({ path: name, content, mode: 0o644 })), notes };
}

function machineConfigs(
  files: Parameters<typeof machineConfig>[0]['files'],
  { options, streams }: Pick<Invocation, 'options' | 'streams'>,
): Resources | number {
  const pool = stringOption(options, 'pool') ?? 'worker';
  const made = machineConfig({ files, pool, allowPaths: listOption(options, 'allow-path') });
  if (made.ok)
    return {
      files: [{ path: `${made.name}.yaml`, content: made.content, mode: 0o644 }],
      notes: [`severe: the operator drains and may reboot every machine of the pool ${pool}`],
    };
  for (const { message, nextStep } of made.refusals)
    streams.err(`mirrorwright: ${message}\n  next: ${nextStep}\n`);
  return exitCodes.findings;
}
