import { writeAtomic } from '@mirrorwright/io';
import { usageError } from './exit.ts';
import { listOption, type Options } from './spec.ts';
import type { Streams } from './streams.ts';

/** A format and where it goes; undefined = stdout. */
export interface FormatOutput<F extends string> {
  readonly format: F;
  readonly output: string | undefined;
}

/** Pairs the nth --format with the nth --output. One format at most may be left for stdout. */
export function formatPairs<F extends string>(
  options: Options,
  known: readonly F[],
): readonly FormatOutput<F>[] {
  const formats = listOption(options, 'format');
  const outputs = listOption(options, 'output');
  const chosen = formats.length === 0 ? ['text'] : formats;
  const pairs = chosen.map((name, index) => {
    const format = known.find((each) => each === name);
    if (format === undefined) throw usageError(`unknown format "${name}"; known: ${known.join(', ')}`);
    return { format, output: outputs[index] };
  });
  if (outputs.length > chosen.length) throw usageError('more --output than --format');
  if (pairs.filter(({ output }) => output === undefined).length > 1) {
    throw usageError('only one format can go to standard output: give the others an --output');
  }
  return pairs;
}

/** Writes each result where it belongs; answers false when a file could not be written. */
export async function deliver<F extends string>(
  pairs: readonly FormatOutput<F>[],
  render: (format: F, color: boolean) => string,
  streams: Streams,
): Promise<boolean> {
  let ok = true;
  for (const { format, output } of pairs) {
    if (output === undefined) {
      await streams.out(render(format, streams.color));
      continue;
    }
    const result = await writeAtomic({ path: output, content: render(format, false) });
    if (result.ok) continue;
    streams.err(`mirrorwright: ${output} ${result.reason}\n`);
    ok = false;
  }
  return ok;
}
