import {
  type ClusterExplanation,
  createNode,
  type Explanation,
  explain,
  explainCluster,
  type NodeView,
  type ParsedSnapshot,
  parseSnapshot,
  renderExplanationJson,
  renderExplanationText,
} from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import { deliver, formatPairs } from '../cli/formats.ts';
import { failureLines, type Inputs, knownNodes, readInputs, targetsOf } from '../cli/inputs.ts';
import { syntaxLines } from '../cli/problems.ts';
import { type Invocation, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';

/** `mirrorwright explain`. */
export async function run({ args, options, streams }: Invocation): Promise<number> {
  const [reference = '', ...files] = args;
  const targets = targetsOf(options);
  const pairs = formatPairs(options, ['text', 'json'] as const);
  const rooted = files.length === 0 && stringOption(options, 'root') === undefined;
  const inputs = await readInputs(files, rooted ? { ...options, root: '/' } : options);
  streams.err(failureLines(inputs.failed));
  const parsed = onlyNode(inputs, files, streams);
  if (parsed === undefined) return exitCodes.findings;
  const resources = parsed.documents.filter(({ dialect }) => dialect === 'openshift');
  const broken = syntaxLines(resources);
  streams.err(broken);
  if (broken !== '') return exitCodes.findings;
  if (resources.length > 0 && targets.some(({ openshift }) => openshift === undefined))
    throw usageError('these are resources of OpenShift: name its release, such as --target openshift@4.16');
  const release = stringOption(options, 'release-image');
  const explanations = targets.flatMap((target) => {
    const cluster = explainCluster(parsed, target, reference, release);
    if (cluster !== undefined) return clusterExplanation(cluster, parsed, target.id, streams);
    const node = createNode(parsed, target);
    return [{ explanation: explain(node, reference), lineOf: lineFinder(node.documents) }];
  });
  const written = await deliver(
    pairs,
    (format, color) => explanations.map(renderer(format, color)).join(format === 'json' ? '' : '\n'),
    streams,
  );
  const ok =
    written &&
    inputs.failed.length === 0 &&
    explanations.length === targets.length &&
    explanations.every(({ explanation }) => explanation.verdict === 'ok');
  return ok ? exitCodes.ok : exitCodes.findings;
}

/** The one node that the files are of; undefined when there is none, which is said. */
function onlyNode(inputs: Inputs, files: readonly string[], streams: Streams): ParsedSnapshot | undefined {
  if (inputs.failed.length > 0 && inputs.nodes.length === 0) return undefined;
  const known = knownNodes(inputs);
  // where nothing is known the first file says so
  const nodes = known.length === 0 ? inputs.nodes : known;
  const [node] = nodes;
  if (node === undefined) {
    streams.err(
      `mirrorwright: ${files.join(', ')}: no file to explain by; name a registries.conf or use --root\n`,
    );
    return undefined;
  }
  if (nodes.length > 1)
    throw usageError(
      'the files do not belong to one node: name a registries.conf with its drop-in folder, or use --root',
    );
  return parseSnapshot(node);
}

function renderer(format: 'text' | 'json', color: boolean): (explained: Explained) => string {
  return ({ explanation, lineOf }) =>
    format === 'json'
      ? renderExplanationJson(explanation, lineOf)
      : renderExplanationText(explanation, lineOf, color);
}

interface Explained {
  readonly explanation: Explanation;
  readonly lineOf: ReturnType<typeof lineFinder>;
}

/** The same for a node whose files the operator makes of resources; nothing where it makes none. */
function clusterExplanation(
  { explanation, node, rendered }: ClusterExplanation,
  parsed: ParsedSnapshot,
  id: string,
  streams: Streams,
): readonly Explained[] {
  for (const warning of rendered.warnings)
    streams.err(`warning, in the log of the operator alone: ${warning}\n`);
  if (explanation === undefined || node === undefined) {
    streams.err(`mirrorwright: ${id}: the sync fails and the nodes keep what they have: ${rendered.error}\n`);
    return [];
  }
  return [{ explanation, lineOf: lineFinder([...node.documents, ...parsed.documents]) }];
}

function lineFinder(
  documents: NodeView['documents'],
): (origin: { readonly path: string; readonly span: { readonly start: number } }) => number | undefined {
  const sources = new Map(documents.map(({ path, source }) => [path, source]));
  return ({ path, span }) => sources.get(path)?.position(span.start).line;
}
