import { applyFixes, type Finding, type FixResult, lint, parseSnapshot, rules } from '@mirrorwright/core';
import { writeAtomic } from '@mirrorwright/io';
import { unifiedDiff } from '../cli/diff.ts';
import { exitCodes } from '../cli/exit.ts';
import { failureLines, readInputs, targetsOf } from '../cli/inputs.ts';
import { excluder, loadSettings } from '../cli/settings.ts';
import { flagOption, type Invocation, stringOption } from '../cli/spec.ts';

/** `mirrorwright fix`. */
export async function run({ args, options, streams }: Invocation): Promise<number> {
  const targets = targetsOf(options);
  const settings = await loadSettings(options);
  const inputs = await readInputs(args, options, { exclude: excluder(settings) });
  streams.err(failureLines(inputs.failed));
  const now = Date.now();
  const nodes = inputs.nodes.map((node) => parseSnapshot(node));
  const before = lint({ nodes, targets, rules, settings, now });
  const level = flagOption(options, 'unsafe') ? 'review' : 'safe';
  const result = applyFixes({ nodes: inputs.nodes, targets, rules, settings, level, now });
  const refused = newlyRefused(before.findings, result.left);
  if (refused.length > 0) {
    for (const path of refused) {
      streams.err(
        `mirrorwright: ${path}: the fixed text would be refused by its reader; nothing was written\n`,
      );
    }
    return exitCodes.findings;
  }
  const broken = inputs.failed.some(({ named }) => named);
  if (flagOption(options, 'diff')) {
    for (const { path, before: old, after } of result.changed)
      await streams.out(unifiedDiff(path, old, after));
    return broken ? exitCodes.findings : exitCodes.ok;
  }
  const written = await write(result, stringOption(options, 'root'), streams.err);
  if (!flagOption(options, 'quiet')) await streams.out(summary(result, written));
  const errorsLeft = result.left.some(({ severity }) => severity === 'error');
  return broken || errorsLeft || written.size < result.changed.length ? exitCodes.findings : exitCodes.ok;
}

/** Files that had no fatal finding and would have one. */
function newlyRefused(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const fatal = (findings: readonly Finding[]): Set<string> =>
    new Set(findings.filter((finding) => finding.fatal).map(({ path }) => path));
  const already = fatal(before);
  return [...fatal(after)].filter((path) => !already.has(path));
}

async function write(
  { changed }: FixResult,
  root: string | undefined,
  err: (text: string) => void,
): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  for (const { path, before, after } of changed) {
    const result = await writeAtomic({
      path,
      content: after,
      expected: before,
      ...(root !== undefined && { root }),
    });
    if (result.ok) written.add(path);
    else err(`mirrorwright: ${path} ${result.reason}\n`);
  }
  return written;
}

function summary({ applied, left }: FixResult, written: ReadonlySet<string>): string {
  const done = applied.filter(({ path }) => written.has(path));
  const lines = done.map(({ path, code, title }) => `${path}: ${code} ${title}\n`);
  const files = `${written.size} file${written.size === 1 ? '' : 's'}`;
  const rest =
    left.length === 0
      ? 'nothing is left to report'
      : `${left.length} finding${left.length === 1 ? '' : 's'} left: see mirrorwright lint`;
  return `${lines.join('')}${done.length} fix${done.length === 1 ? '' : 'es'} in ${files}; ${rest}\n`;
}
