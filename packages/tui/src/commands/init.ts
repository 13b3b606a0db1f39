import process from 'node:process';
import {
  newMirrorPolicy,
  policyEdits,
  readMirrorPolicy,
  rootUser,
  type Snapshot,
  sourceText,
} from '@mirrorwright/core';
import { readStream, readText } from '@mirrorwright/io';
import { exitCodes, usageError } from '../cli/exit.ts';
import { targetsOf } from '../cli/inputs.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import { existingFiles } from '../wizard/deliver.ts';

const noFiles: Snapshot = { files: [], rooted: true, user: rootUser, unreadable: [] };

/** `mirrorwright init`: on the whole screen, as plain questions, or without any. */
export async function run({ options, streams }: Invocation): Promise<number> {
  const answers = stringOption(options, 'answers');
  const rootOption = stringOption(options, 'root');
  const write = flagOption(options, 'yes');
  if (write && rootOption === undefined)
    throw usageError('--yes writes files: name the folder with --root DIR');
  const asks =
    process.stdin.isTTY === true &&
    process.stdout.isTTY === true &&
    options.input !== false &&
    answers !== '-';
  const root = rootOption ?? '/';
  const user = stringOption(options, 'user');
  const policyText = withTargets(await policyTextOf(answers), options);
  const policyPath = answers === undefined || answers === '-' ? 'mirror-policy.yaml' : answers;
  if (flagOption(options, 'print-answers') || write || !asks) {
    const existing = rootOption === undefined ? noFiles : await existingFiles(root, user);
    if (typeof existing === 'string') throw usageError(existing);
    const { runAnswers } = await import('../wizard/answers.ts');
    return runAnswers({
      policyText,
      policyPath,
      root,
      existing,
      streams,
      write,
      printAnswers: flagOption(options, 'print-answers'),
    });
  }
  const existing = await existingFiles(root, user);
  if (typeof existing === 'string') {
    streams.err(`mirrorwright: ${existing}\n`);
    return exitCodes.findings;
  }
  const wizard = { policyText, policyPath, root, existing, ...(user !== undefined && { user }) };
  if (
    flagOption(options, 'plain') ||
    process.env.TERM === 'dumb' ||
    process.env.INK_SCREEN_READER === 'true'
  ) {
    const { runPlain } = await import('../plain/run.ts');
    return runPlain(wizard);
  }
  const { runWizard } = await import('../wizard/run.tsx');
  return runWizard(wizard);
}

async function policyTextOf(answers: string | undefined): Promise<string> {
  if (answers === undefined) return newMirrorPolicy();
  const read = answers === '-' ? await readStream(process.stdin) : await readText(answers);
  if (!read.ok) throw usageError(`${answers} ${read.reason}`);
  return read.text;
}

/** --target on the command line takes the place of the targets in the answers. */
function withTargets(text: string, options: Options): string {
  if (listOption(options, 'target').length === 0) return text;
  const policy = readMirrorPolicy('mirror-policy.yaml', sourceText(text));
  const ids = targetsOf(options).map(({ id }) => id);
  return policyEdits.applyPolicyEdits(policy, policyEdits.setField(policy, ['targets'], ids)).source.text;
}
