import process from 'node:process';
import { newMirrorPolicy, policyEdits, readMirrorPolicy, sourceText } from '@mirrorwright/core';
import { readStream, readText } from '@mirrorwright/io';
import { exitCodes, usageError } from '../cli/exit.ts';
import { intoOption, targetsOf } from '../cli/inputs.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import { targetKinds } from '../wizard/cluster.ts';
import { hasFlags, withFlags } from '../wizard/flags.ts';
import type { RunOptions } from '../wizard/run.tsx';
import { sessionStore } from '../wizard/sessions.ts';
import { defaultResources, type WizardOptions } from '../wizard/state.ts';

const defaultPath = 'mirror-policy.yaml';

/** `mirrorwright init`: on the whole screen, as plain questions, or without any. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, streams } = invocation;
  const write = flagOption(options, 'yes');
  const asks =
    process.stdin.isTTY === true &&
    process.stdout.isTTY === true &&
    options.input !== false &&
    stringOption(options, 'answers') !== '-';
  const printAnswers = flagOption(options, 'print-answers');
  const quiet = printAnswers || write || !asks;
  const start = await startOf(options, quiet);
  const rootOption = stringOption(options, 'root');
  const policy = readMirrorPolicy(defaultPath, sourceText(start.policyText));
  // resources of a cluster have a folder of their own
  if (write && rootOption === undefined && targetKinds({ policy }).machines)
    throw usageError('--yes writes files: name the folder with --root DIR');
  const places = {
    root: rootOption ?? '/',
    resources: stringOption(options, 'resources') ?? defaultResources,
    cluster: stringOption(options, 'before') ?? null,
  };
  const { readAround } = await import('../wizard/surroundings.ts');
  const { around, problems } = await readAround({ ...places, policy }, userOf(options), {
    // without questions only a root that was named is looked at
    ...(quiet && rootOption === undefined && { node: 'not read' }),
  });
  if (problems.length > 0) {
    if (quiet) throw usageError(problems.join('; '));
    streams.err(problems.map((line) => `mirrorwright: ${line}\n`).join(''));
    return exitCodes.findings;
  }
  const into = intoOption(options).registriesPath ?? null;
  const wizard = { ...start, ...places, ...around, into, offer: null };
  if (!quiet) return ask(wizard, options);
  const { runAnswers } = await import('../wizard/answers.ts');
  return runAnswers({ ...wizard, streams, write, printAnswers });
}

async function ask(wizard: WizardOptions, options: Options): Promise<number> {
  const named = stringOption(options, 'answers') === undefined && !wizard.onDisk ? null : wizard.policyPath;
  const sessions = sessionStore(wizard.policyText);
  const offer =
    wizard.answered && named === null
      ? null
      : await sessions.find({ root: wizard.root, policyPath: named, base: wizard.policyText });
  const run: RunOptions = { ...wizard, offer, user: userOf(options), sessions };
  const plain =
    flagOption(options, 'plain') || process.env.TERM === 'dumb' || process.env.INK_SCREEN_READER === 'true';
  if (plain) {
    const { runPlain } = await import('../plain/run.ts');
    return runPlain(run);
  }
  const { runWizard } = await import('../wizard/run.tsx');
  return runWizard(run);
}

function userOf(options: Options): string | undefined {
  return stringOption(options, 'user');
}

type Start = Pick<WizardOptions, 'policyText' | 'policyPath' | 'onDisk' | 'answered'>;

/** The answers to start from: the file named, else (when questions are asked) the one that lies here, else none. */
async function startOf(options: Options, quiet: boolean): Promise<Start> {
  const answers = stringOption(options, 'answers');
  const read = await policyTextOf(answers, quiet);
  const text = withFlags(withTargets(read ?? newMirrorPolicy(), options), options);
  return {
    policyText: text,
    policyPath: answers === undefined || answers === '-' ? defaultPath : answers,
    onDisk: read !== undefined && answers !== '-' && read === text,
    answered: answers !== undefined || hasFlags(options) || listOption(options, 'target').length > 0,
  };
}

async function policyTextOf(answers: string | undefined, quiet: boolean): Promise<string | undefined> {
  if (answers === undefined) {
    const here = quiet ? undefined : await readText(defaultPath);
    return here?.ok === true ? here.text : undefined;
  }
  const read = answers === '-' ? await readStream(process.stdin) : await readText(answers);
  if (!read.ok) throw usageError(`${answers} ${read.reason}`);
  return read.text;
}

/** --target on the command line takes the place of the targets in the answers. */
function withTargets(text: string, options: Options): string {
  if (listOption(options, 'target').length === 0) return text;
  const policy = readMirrorPolicy(defaultPath, sourceText(text));
  const ids = targetsOf(options).map(({ id }) => id);
  return policyEdits.applyPolicyEdits(policy, policyEdits.setField(policy, ['targets'], ids)).source.text;
}
