import {
  type ConvertOptions,
  convert,
  type Goal,
  parseGoal,
  parseSnapshot,
  rootUser,
} from '@mirrorwright/core';
import { readCertificates } from '../cli/certificates.ts';
import { exitCodes, usageError } from '../cli/exit.ts';
import { failureLines, knownNodes, readInputs, targetsOf } from '../cli/inputs.ts';
import { listFiles, listResources, lossLines, writeBelow } from '../cli/node-files.ts';
import { problemLines } from '../cli/problems.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';

/** `mirrorwright convert`. */
export async function run({ args, options, streams }: Invocation): Promise<number> {
  const wanted = stringOption(options, 'to');
  if (wanted === undefined) throw usageError('convert needs --to mirror-policy or --to TARGET');
  const goal = goalOf(wanted, options);
  if (args.length === 0 && listOption(options, 'ca').length === 0)
    throw usageError('name the files to convert');
  const [from] = targetsOf(options);
  const certificates = await readCertificates(options, streams);
  const inputs = args.length === 0 ? undefined : await readInputs(args, options);
  streams.err(failureLines(inputs?.failed ?? []));
  if (certificates === undefined || inputs?.failed.some(({ named }) => named)) return exitCodes.findings;
  // files named in one call are one configuration, wherever they lie
  const files = inputs === undefined ? [] : knownNodes(inputs).flatMap((node) => node.files);
  const parsed = parseSnapshot({ files, rooted: false, user: rootUser, unreadable: [] });
  const result = convert(parsed, { ...partsOf(options), certificates, from: from!, to: goal });
  streams.err(lossLines(wanted, result.losses));
  for (const { text } of result.notes) streams.err(`note: ${text}\n`);
  streams.err(problemLines(result.problems, parsed.documents));
  // a part of a cluster's resources says something else than all of them
  if (result.problems.length > 0 && parsed.documents.some(({ dialect }) => dialect === 'openshift'))
    return exitCodes.findings;
  const out = stringOption(options, 'out');
  if (out !== undefined) {
    const written = await writeBelow(out, result.files, streams);
    return written && result.problems.length === 0 ? exitCodes.ok : exitCodes.findings;
  }
  await streams.out(listOf(goal, result.files));
  return result.problems.length === 0 ? exitCodes.ok : exitCodes.findings;
}

/** What to make; an option that another goal takes is a usage error. */
function goalOf(wanted: string, options: Options): Goal {
  const result = parseGoal(wanted);
  if (!result.ok) throw usageError(result.message);
  const { goal } = result;
  const cluster = goal.kind === 'target' && goal.target.openshift !== undefined;
  const takes = (option: string, taken: boolean, by: string): void => {
    if (!taken) throw usageError(`--${option} is for --to ${by}`);
  };
  if (flagOption(options, 'tags')) takes('tags', cluster, 'openshift@X');
  for (const option of ['operator', 'image'])
    if (listOption(options, option).length > 0)
      takes(option, goal.kind === 'imageset-config', 'imageset-config@X');
  if (listOption(options, 'ca').length > 0)
    takes('ca', cluster || goal.kind === 'install-config', 'openshift@X or install-config@X');
  return goal;
}

function partsOf(options: Options): Pick<ConvertOptions, 'tags' | 'operators' | 'images'> {
  return {
    tags: flagOption(options, 'tags'),
    operators: listOption(options, 'operator'),
    images: listOption(options, 'image'),
  };
}

function listOf(goal: Goal, files: Parameters<typeof listFiles>[0]): string {
  if (goal.kind === 'target') return (goal.target.openshift === undefined ? listFiles : listResources)(files);
  return files.map(({ content }) => content).join('');
}
