import {
  type Finding,
  lint,
  type ParsedSnapshot,
  parseSnapshot,
  type ReportFile,
  renderReport,
  reportFormats,
  rules,
  type Severity,
} from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import { deliver, formatPairs } from '../cli/formats.ts';
import { failureLines, type Inputs, readInputs, targetsOf } from '../cli/inputs.ts';
import { excluder, loadSettings } from '../cli/settings.ts';
import { flagOption, type Invocation, type Options, stringOption } from '../cli/spec.ts';

const ranks: Readonly<Record<Severity | 'never', number>> = { info: 0, warning: 1, error: 2, never: 3 };

/** `mirrorwright lint`. */
export async function run({ args, options, streams, version }: Invocation): Promise<number> {
  const targets = targetsOf(options);
  const pairs = formatPairs(options, reportFormats);
  const maxWarnings = maxWarningsOf(options);
  const settings = await loadSettings(options);
  const inputs = await readInputs(args, options, { exclude: excluder(settings) });
  const nodes = inputs.nodes.map((snapshot) => parseSnapshot(snapshot));
  const { findings } = lint({ nodes, targets, rules, settings, now: Date.now() });
  const report = { toolVersion: version, files: reportFiles(nodes, inputs), findings };
  const quiet = flagOption(options, 'quiet');
  const metas = rules.map(({ meta }) => meta);
  // the text format tells of unreadable files itself
  if (pairs.every(({ format, output }) => format !== 'text' || output !== undefined))
    streams.err(failureLines(inputs.failed));
  const written = await deliver(
    pairs,
    (format, color) => renderReport(format, report, { color, quiet, rules: metas }),
    streams,
  );
  const broken = !written || inputs.failed.some(({ named }) => named);
  return broken || exceeds(findings, options, maxWarnings) ? exitCodes.findings : exitCodes.ok;
}

function maxWarningsOf(options: Options): number {
  const text = stringOption(options, 'max-warnings');
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d{1,9}$/.test(text)) throw usageError(`--max-warnings takes a whole number, not "${text}"`);
  return Number(text);
}

function exceeds(findings: readonly Finding[], options: Options, maxWarnings: number): boolean {
  const level = (stringOption(options, 'fail-on') ?? 'error') as Severity | 'never';
  if (findings.some(({ severity }) => ranks[severity] >= ranks[level])) return true;
  return findings.filter(({ severity }) => severity === 'warning').length > maxWarnings;
}

/** Judged files, files left alone that the user named or that bear a known name, and what could not be read. */
function reportFiles(nodes: readonly ParsedSnapshot[], { failed, named }: Inputs): readonly ReportFile[] {
  const files = nodes.flatMap(({ documents, skipped, snapshot }): ReportFile[] => [
    ...documents.map(({ path, dialect, source }) => ({
      path,
      dialect,
      status: 'linted' as const,
      text: source.text,
    })),
    ...skipped
      .filter(
        ({ path }) =>
          named.has(path) || (!snapshot.rooted && /(?:^|\/)(?:registries\.conf|policy\.json)$/.test(path)),
      )
      .map(({ path, reason }) => ({ path, dialect: null, status: 'skipped' as const, reason })),
  ]);
  const unreadable = failed.map(({ path, reason, named: wasNamed, tooLarge }): ReportFile => {
    return { path, dialect: null, status: wasNamed && tooLarge !== true ? 'unreadable' : 'skipped', reason };
  });
  return [...files, ...unreadable];
}
