import { convert, parseAnyTarget, parseSnapshot, rootUser } from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import { failureLines, readInputs, targetsOf } from '../cli/inputs.ts';
import { listFiles, listResources, lossLines, writeBelow } from '../cli/node-files.ts';
import { type Invocation, stringOption } from '../cli/spec.ts';

/** `mirrorwright convert`. */
export async function run({ args, options, streams }: Invocation): Promise<number> {
  const wanted = stringOption(options, 'to');
  if (wanted === undefined) throw usageError('convert needs --to mirror-policy or --to TARGET');
  const parsedTarget = wanted === 'mirror-policy' ? undefined : parseAnyTarget(wanted);
  if (parsedTarget?.ok === false) throw usageError(`${parsedTarget.message}, or mirror-policy`);
  const [from] = targetsOf(options);
  const inputs = await readInputs(args, options);
  streams.err(failureLines(inputs.failed));
  if (inputs.failed.some(({ named }) => named)) return exitCodes.findings;
  // files named in one call are one configuration, wherever they lie
  const files = inputs.nodes.flatMap((node) => node.files);
  const parsed = parseSnapshot({ files, rooted: false, user: rootUser, unreadable: [] });
  const result = convert(parsed, { from: from!, to: parsedTarget?.target ?? 'mirror-policy' });
  streams.err(lossLines(wanted, result.losses));
  for (const { text } of result.notes) streams.err(`note: ${text}\n`);
  for (const { path, message } of result.problems) streams.err(`mirrorwright: ${path} ${message}\n`);
  const out = stringOption(options, 'out');
  const [single] = result.files;
  if (out !== undefined) {
    const written = await writeBelow(out, result.files, streams);
    return written && result.problems.length === 0 ? exitCodes.ok : exitCodes.findings;
  }
  if (result.problems.length > 0 && parsed.documents.some(({ dialect }) => dialect === 'openshift'))
    return exitCodes.findings;
  const list = parsedTarget?.target.openshift === undefined ? listFiles : listResources;
  await streams.out(
    result.files.length === 1 && wanted === 'mirror-policy' ? single!.content : list(result.files),
  );
  return result.problems.length === 0 ? exitCodes.ok : exitCodes.findings;
}
