import {
  type ReloadChoice,
  readMirrorPolicy,
  readTestPull,
  sourceText,
  type Target,
  type TestPull,
  unitName,
  type Wanted,
} from '@mirrorwright/core';
import { readText } from '@mirrorwright/io';
import { usageError } from '../cli/exit.ts';
import { targetsOf } from '../cli/inputs.ts';
import { listOption, type Options, stringOption } from '../cli/spec.ts';

/** What the command line wants on the nodes: a mirror policy, or files as they are. */
export async function wantedOf(options: Options): Promise<Wanted> {
  const files = listOption(options, 'file');
  const policy = stringOption(options, 'policy');
  if (files.length > 0 && policy !== undefined) throw usageError('--policy and --file exclude each other');
  if (files.length === 0) {
    const path = policy ?? 'mirror-policy.yaml';
    const text = await textAt(
      path,
      'make a mirror policy with: mirrorwright init; or name files with --file SRC:DEST',
    );
    return { kind: 'policy', policy: readMirrorPolicy(path, sourceText(text)) };
  }
  const given = files.map(splitFile);
  const texts = await Promise.all(given.map(({ source }) => textAt(source, 'name a file that can be read')));
  return { kind: 'files', files: given.map(({ path }, index) => ({ path, text: texts[index]! })) };
}

/** `SRC:DEST`; the destination starts at the last `:/`, as a source may hold colons. */
function splitFile(value: string): { readonly source: string; readonly path: string } {
  const at = value.lastIndexOf(':/');
  if (at <= 0) throw usageError(`--file ${value}: give it as SRC:DEST with an absolute DEST`);
  return { source: value.slice(0, at), path: value.slice(at + 1) };
}

async function textAt(path: string, nextStep: string): Promise<string> {
  const read = await readText(path);
  if (!read.ok) throw usageError(`${path} ${read.reason}; ${nextStep}`);
  return read.text;
}

/** Readers named on the command line; undefined: those that are found. */
export function askedTargets(options: Options): readonly Target[] | undefined {
  return listOption(options, 'target').length > 0 ? targetsOf(options) : undefined;
}

/** --reload, --restart or --no-reload; they exclude each other. */
export function reloadOf(options: Options): ReloadChoice | undefined {
  const restart = stringOption(options, 'restart');
  const { reload } = options;
  if (restart !== undefined && reload !== undefined)
    throw usageError('--reload, --restart and --no-reload exclude each other');
  if (reload === false) return { verb: 'none' };
  const verb = restart === undefined ? 'reload' : 'restart';
  const named = restart ?? (typeof reload === 'string' ? reload : undefined);
  if (named === undefined) return undefined;
  const unit = unitName(named);
  if (unit === undefined)
    throw usageError(`--${verb} ${JSON.stringify(named)}: name a unit such as app.service`);
  return { verb, unit };
}

/** --test-pull and --test-pull-from. */
export function testPullOf(options: Options): TestPull | undefined {
  const [image, from] = [stringOption(options, 'test-pull'), stringOption(options, 'test-pull-from')];
  if (image === undefined) {
    if (from !== undefined) throw usageError('--test-pull-from needs --test-pull IMAGE');
    return undefined;
  }
  const via = stringOption(options, 'via');
  if (via !== undefined) throw usageError(`--test-pull means nothing with --via ${via}; leave it out`);
  const read = readTestPull(image, from);
  if (typeof read === 'string') throw usageError(`--test-pull: ${read}`);
  return read;
}

/** A whole number of at least `least`. */
export function numberOption(options: Options, name: string, least: number): number | undefined {
  const text = stringOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < least)
    throw usageError(`--${name} ${JSON.stringify(text)}: give a whole number, ${least} or more`);
  return value;
}

/** `60s`, `2m` or plain seconds. */
export function secondsOption(options: Options, name: string, fallback: number): number {
  const text = stringOption(options, name);
  if (text === undefined) return fallback;
  const match = /^(\d{1,5})(s|m)?$/.exec(text);
  const value = match === null ? 0 : Number(match[1]) * (match[2] === 'm' ? 60 : 1);
  if (value < 2 || value > 3600) throw usageError(`--${name} ${JSON.stringify(text)}: give 2s to 60m`);
  return value;
}
