import process from 'node:process';
import {
  defaultTarget,
  detectDialect,
  type GenerateOptions,
  groupFiles,
  parseAnyTarget,
  type Snapshot,
  type SnapshotFile,
  type Target,
} from '@mirrorwright/core';
import { collectFiles, readRoot, readStream } from '@mirrorwright/io';
import { usageError } from './exit.ts';
import { listOption, type Options, stringOption } from './spec.ts';

/** Targets as the user named them, or the default. A name that is none is a usage error. */
export function targetsOf(options: Options): readonly Target[] {
  const named = listOption(options, 'target');
  if (named.length === 0) return [defaultTarget];
  const targets = named.map((text) => {
    const result = parseAnyTarget(text);
    if (!result.ok) throw usageError(result.message);
    return result.target;
  });
  return [...new Map(targets.map((target) => [target.id, target])).values()];
}

/** The registries.conf file that is to be made or edited: a path below the root, or the usual one. */
export function intoOption(options: Options): Pick<GenerateOptions, 'registriesPath'> {
  const into = stringOption(options, 'into')?.replace(/^\/+/, '');
  if (into === undefined) return {};
  if (into === '' || into.split('/').includes('..'))
    throw usageError(`--into ${into}: name a file below the root`);
  return { registriesPath: into };
}

/** A path that gave no text. */
export interface FailedInput {
  readonly path: string;
  readonly reason: string;
  /** Whether the user named it, so that it fails the run. */
  readonly named: boolean;
  /** Too large to be judged: skipped, not unreadable. */
  readonly tooLarge?: boolean;
}

export interface Inputs {
  readonly nodes: readonly Snapshot[];
  readonly failed: readonly FailedInput[];
  /** Paths the user named, for which "not a format we know" is worth a word. */
  readonly named: ReadonlySet<string>;
}

export interface InputOptions {
  readonly exclude?: (path: string) => boolean;
}

/** Reads what the user named: paths, standard input, or a root. Conflicts are usage errors. */
export async function readInputs(
  paths: readonly string[],
  options: Options,
  { exclude }: InputOptions = {},
): Promise<Inputs> {
  const root = stringOption(options, 'root');
  const stdinPath = stringOption(options, 'stdin-path');
  if (root === undefined && stringOption(options, 'user') !== undefined)
    throw usageError('--user needs --root');
  if (root !== undefined && paths.length > 0)
    throw usageError('--root and paths exclude each other: name one of them');
  if (stdinPath !== undefined && !paths.includes('-'))
    throw usageError('--stdin-path needs the path - (standard input)');
  if (root !== undefined) return readRootInputs(root, options);
  if (paths.includes('-') && paths.length > 1)
    throw usageError('- (standard input) cannot stand beside other paths');
  if (paths.includes('-')) return readStandardInput(stdinPath ?? 'registries.conf');
  const collection = await collectFiles(paths.length === 0 ? ['.'] : paths, {
    cwd: process.cwd(),
    ...(exclude !== undefined && { exclude }),
  });
  return {
    nodes: groupFiles(collection.files.map(({ path, text }) => ({ path: tidy(path), text }))),
    failed: collection.problems.map(({ path, reason, named, kind }) => ({
      path,
      reason,
      named,
      tooLarge: kind === 'too-large',
    })),
    named: new Set(collection.files.filter(({ named }) => named).map(({ path }) => tidy(path))),
  };
}

/** The nodes without lone files of no known format that were found in folders: nobody asked for those. */
export function knownNodes({ nodes, named }: Inputs): readonly Snapshot[] {
  return nodes.filter(
    ({ files, rooted }) =>
      rooted ||
      files.length > 1 ||
      files.some(({ path, text }) => named.has(path) || detectDialect(path, text).dialect !== null),
  );
}

/** `./a` and `a` are one name in reports. */
function tidy(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}

async function readRootInputs(root: string, options: Options): Promise<Inputs> {
  const result = await readRoot(root, stringOption(options, 'user'));
  if (!result.ok)
    return { nodes: [], failed: [{ path: root, reason: result.reason, named: true }], named: new Set() };
  const failed = result.snapshot.unreadable.map(({ path, reason }) => ({ path, reason, named: true }));
  return { nodes: [result.snapshot], failed, named: new Set() };
}

async function readStandardInput(path: string): Promise<Inputs> {
  const read = await readStream(process.stdin);
  if (!read.ok) return { nodes: [], failed: [{ path, reason: read.reason, named: true }], named: new Set() };
  const file: SnapshotFile = { path, text: read.text };
  return { nodes: groupFiles([file]), failed: [], named: new Set([path]) };
}

/** One line for each path that could not be read. */
export function failureLines(failed: readonly FailedInput[]): string {
  return failed
    .filter(({ named }) => named)
    .map(({ path, reason }) => `mirrorwright: ${path} ${reason}\n`)
    .join('');
}
