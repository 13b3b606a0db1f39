import { writeAtomic } from '@mirrorwright/io';
import { usageError } from './exit.ts';
import { listOption, type Options } from './spec.ts';
import type { Streams } from './streams.ts';

/** A format and where it goes; undefined = stdout. */
export interface FormatOutput<F extends string> {
  readonly format: F;
  readonly output: string | undefined;
}

/** Each --output belongs to the --format before it, or to the one that follows. One format may be left for stdout. */
export function formatPairs<F extends string>(
  options: Options,
  known: readonly F[],
): readonly FormatOutput<F>[] {
  const pairs = pairsAsWritten(options).map(({ format: name, output }) => {
    const format = known.find((each) => each === name);
    if (format === undefined) throw usageError(`unknown format "${name}"; known: ${known.join(', ')}`);
    return { format, output };
  });
  if (pairs.filter(({ output }) => output === undefined).length > 1)
    throw usageError('only one format can go to standard output: give the others an --output');
  return pairs;
}

function pairsAsWritten(options: Options): readonly FormatOutput<string>[] {
  const formats = [...listOption(options, 'format')];
  const outputs = [...listOption(options, 'output')];
  if (formats.length === 0) formats.push('text');
  const order = listOption(options, 'given').filter((name) => ['format', 'output'].includes(name));
  if (!order.includes('format')) order.unshift('format');
  const pairs: { format: string; output: string | undefined }[] = [];
  let waiting: string | undefined;
  for (const name of order) {
    const last = pairs.at(-1);
    if (name === 'format') {
      pairs.push({ format: formats.shift()!, output: waiting });
      waiting = undefined;
    } else if (last !== undefined && last.output === undefined) last.output = outputs.shift();
    else if (waiting === undefined) waiting = outputs.shift();
    else break;
  }
  if (waiting !== undefined || outputs.length > 0) throw usageError('more --output than --format');
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
