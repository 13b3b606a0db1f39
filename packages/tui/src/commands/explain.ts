import {
  createNode,
  explain,
  type NodeView,
  parseSnapshot,
  renderExplanationJson,
  renderExplanationText,
} from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import { deliver, formatPairs } from '../cli/formats.ts';
import { failureLines, readInputs, targetsOf } from '../cli/inputs.ts';
import { type Invocation, stringOption } from '../cli/spec.ts';

/** `mirrorwright explain`. */
export async function run({ args, options, streams }: Invocation): Promise<number> {
  const [reference = '', ...files] = args;
  const targets = targetsOf(options);
  const pairs = formatPairs(options, ['text', 'json'] as const);
  const rooted = files.length === 0 && stringOption(options, 'root') === undefined;
  const inputs = await readInputs(files, rooted ? { ...options, root: '/' } : options);
  streams.err(failureLines(inputs.failed));
  if (inputs.failed.length > 0 && inputs.nodes.length === 0) return exitCodes.findings;
  if (inputs.nodes.length > 1) {
    throw usageError(
      'the files do not belong to one node: name a registries.conf with its drop-in folder, or use --root',
    );
  }
  const parsed = parseSnapshot(inputs.nodes[0]!);
  const explanations = targets.map((target) => {
    const node = createNode(parsed, target);
    return { explanation: explain(node, reference), lineOf: lineFinder(node) };
  });
  const written = await deliver(
    pairs,
    (format, color) =>
      explanations
        .map(({ explanation, lineOf }) =>
          format === 'json'
            ? renderExplanationJson(explanation, lineOf)
            : renderExplanationText(explanation, lineOf, color),
        )
        .join(format === 'json' ? '' : '\n'),
    streams,
  );
  const ok =
    written &&
    inputs.failed.length === 0 &&
    explanations.every(({ explanation }) => explanation.verdict === 'ok');
  return ok ? exitCodes.ok : exitCodes.findings;
}

function lineFinder(
  node: NodeView,
): (origin: { readonly path: string; readonly span: { readonly start: number } }) => number | undefined {
  const sources = new Map(node.documents.map(({ path, source }) => [path, source]));
  return ({ path, span }) => sources.get(path)?.position(span.start).line;
}
