import process from 'node:process';
import {
  detectDialect,
  type Parsed,
  type Resource,
  readMirrorPolicy,
  readOpenShift,
  sourceText,
} from '@mirrorwright/core';
import { collectFiles } from '@mirrorwright/io';
import { syntaxLines } from './problems.ts';
import type { Streams } from './streams.ts';

/** What files of a cluster hold, and the mirror policies beside them. */
export interface ResourceFiles {
  /** False after something was wrong with a file that counts; the person was told. */
  readonly ok: boolean;
  readonly policies: readonly ReturnType<typeof readMirrorPolicy>[];
  readonly resources: readonly Resource[];
}

/**
 * Reads resources of OpenShift from files and folders. A file that can only be read in part fails the whole: what the
 * rest comes to would be something else. Files that hold nothing of the kind are passed over; of those that were named
 * the person is told.
 */
export async function readResourceFiles(
  paths: readonly string[],
  streams: Streams,
  { quiet }: { readonly quiet: boolean },
): Promise<ResourceFiles> {
  const { files, problems } = await collectFiles(paths, { cwd: process.cwd() });
  const failed = problems.filter((problem) => problem.named);
  for (const { path, reason } of failed) streams.err(`mirrorwright: ${path} ${reason}\n`);
  const policies: ResourceFiles['policies'][number][] = [];
  const documents: (Parsed & { readonly model: { readonly resources: readonly Resource[] } })[] = [];
  for (const { path, text, named } of files) {
    const detection = detectDialect(path, text);
    if (detection.dialect === 'mirror-policy') policies.push(readMirrorPolicy(path, sourceText(text)));
    if (detection.dialect === 'mirror-policy' || (detection.dialect !== 'openshift' && !named)) continue;
    const document = readOpenShift(path, sourceText(text));
    if (detection.dialect === 'openshift' || document.model.resources.length > 0) documents.push(document);
    else if (!quiet) streams.err(`note: ${path} holds no resource of OpenShift that reaches the nodes\n`);
  }
  const broken = syntaxLines(documents);
  streams.err(broken);
  return {
    ok: failed.length === 0 && broken === '',
    policies,
    resources: broken === '' ? documents.flatMap(({ model }) => model.resources) : [],
  };
}
