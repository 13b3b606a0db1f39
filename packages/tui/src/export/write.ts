import { readdir } from 'node:fs/promises';
import type { Exported } from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import { writeBelow } from '../cli/node-files.ts';
import type { Streams } from '../cli/streams.ts';

/** Writes an export into a folder of its own: what lies there from an earlier one would be carried out with it. */
export async function writeExport(
  folder: string,
  { files, notes }: Exported,
  streams: Streams,
): Promise<number> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw usageError(`--out ${folder} is no folder that can be read (${error.code})`);
  });
  if (found.length > 0) throw usageError(`--out ${folder} is not empty; name a new folder`);
  const written = await writeBelow(folder, files, streams);
  for (const note of notes) streams.err(`note: ${note}\n`);
  return written ? exitCodes.ok : exitCodes.findings;
}
