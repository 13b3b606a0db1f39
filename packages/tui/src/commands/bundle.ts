import { basename } from 'node:path';
import { bundleName, exportBundle } from '@mirrorwright/core';
import { writeAtomic } from '@mirrorwright/io';
import { exitCodes } from '../cli/exit.ts';
import { flagOption, type Invocation, stringOption } from '../cli/spec.ts';
import { quote } from '../cli/words.ts';
import { exportSource } from '../export/source.ts';
import { type Outside, realOutside } from '../push/outside.ts';

/** `mirrorwright bundle`. */
export function run(invocation: Invocation): Promise<number> {
  return runBundle(invocation, realOutside(invocation.options));
}

/** Packs a plan for machines that no network reaches. */
export async function runBundle(invocation: Invocation, outside: Outside): Promise<number> {
  const { options, streams } = invocation;
  const request = await exportSource(invocation, outside);
  if (typeof request === 'number') return request;
  const name = bundleName(request.planId);
  const out = stringOption(options, 'out') ?? `${name}.tar`;
  const written = await writeAtomic({ path: out, content: exportBundle(request), mode: 0o644 });
  if (!written.ok) {
    streams.err(`mirrorwright: ${out} ${written.reason}\n`);
    return exitCodes.findings;
  }
  if (!flagOption(options, 'quiet'))
    streams.err(
      `wrote ${out}; on the machine, as root: tar -xf ${quote(basename(out))} && sh ${name}/install.sh [--dry-run | --rollback]\n`,
    );
  return exitCodes.ok;
}
