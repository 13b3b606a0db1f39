import {
  createNode,
  type Explanation,
  explain,
  explainCluster,
  type Finding,
  lint,
  lintPolicy,
  type MirrorPolicy,
  type NodeView,
  type Parsed,
  type ParsedSnapshot,
  parseAnyTarget,
  parseSnapshot,
  policyTargets,
  rootUser,
  rules,
  type Settings,
  type Snapshot,
  type Target,
} from '@mirrorwright/core';
import { type Lines, linesOf } from './lines.ts';

/** What the files of a node are judged by. */
export interface JudgedBy {
  readonly targets: readonly Target[];
  readonly settings: Settings;
}

/** The files of one node with what is known of them. Everything is made on first use and kept. */
export interface JudgedNode {
  readonly parsed: ParsedSnapshot;
  /** Those that the findings are for. A cluster is judged for a release of OpenShift. */
  readonly targets: readonly Target[];
  readonly settings: Settings;
  /** As the first target reads it. */
  view(): NodeView;
  findings(): readonly Finding[];
  /** Where an image is asked for, on this node or on the nodes made of these files; undefined where nothing can be made. */
  explain(reference: string): Explanation | undefined;
  document(path: string): Parsed | undefined;
  lines(path: string): Lines | undefined;
  /** The lines that were asked for so far, by path. */
  readonly knownLines: ReadonlyMap<string, Lines>;
  /** URI of a file of the node. */
  uri(path: string): string | undefined;
}

/**
 * Puts a node together. `uris` names its files by the paths they have in the snapshot. `earlier` is the node before an edit:
 * what the edit left alone is not parsed again.
 */
export function judgedNode(
  snapshot: Snapshot,
  uris: ReadonlyMap<string, string>,
  { targets: wanted, settings }: JudgedBy,
  earlier?: JudgedNode,
): JudgedNode {
  const parsed = parseSnapshot(snapshot, earlier?.parsed);
  const targets = targetsFor(parsed, wanted);
  const documents = new Map(parsed.documents.map((document) => [document.path, document]));
  const lines = new Map(linesAfter(snapshot, earlier));
  const view = (): NodeView => createNode(parsed, targets[0]!);
  const policy = parsed.documents.find(isMirrorPolicy);
  const policyLint = once(() => (policy === undefined ? undefined : lintPolicy(policy, { rules, settings })));
  // what is made of a mirror policy is for the first target that it names
  const asked = policy === undefined ? targets[0]! : policyTargets(policy.model)[0]!;
  const made = once(() => (policy === undefined ? parsed : nodeOfPolicy(policyLint()?.generated[0]?.files)));
  const madeView = once(() => createNode(made(), asked));
  return {
    parsed,
    targets,
    settings,
    view,
    findings: once(
      () => policyLint()?.findings ?? lint({ nodes: [parsed], targets, rules, settings }).findings,
    ),
    explain: (reference) => {
      const cluster = explainCluster(made(), asked, reference);
      if (cluster !== undefined) return cluster.explanation;
      return explain(policy === undefined ? view() : madeView(), reference);
    },
    document: (path) => documents.get(path),
    lines: (path) => linesFor(path, snapshot, lines),
    knownLines: lines,
    uri: (path) => uris.get(path),
  };
}

function isMirrorPolicy(document: Parsed): document is Parsed<MirrorPolicy> {
  return document.dialect === 'mirror-policy';
}

/** Resources of OpenShift say nothing to podman: without a release among the targets they are judged for the newest. */
function targetsFor({ documents }: ParsedSnapshot, wanted: readonly Target[]): readonly Target[] {
  if (!documents.some(({ dialect }) => dialect === 'openshift')) return wanted;
  const releases = wanted.filter(({ openshift }) => openshift !== undefined);
  if (releases.length > 0) return releases;
  const newest = parseAnyTarget('openshift');
  return newest.ok ? [newest.target] : wanted;
}

/** The node, or the cluster, that would have the files made of a mirror policy. */
function nodeOfPolicy(
  files: readonly { readonly path: string; readonly content: string }[] = [],
): ParsedSnapshot {
  const texts = files.map(({ path, content }) => ({ path: path.replace(/^\/+/, ''), text: content }));
  return parseSnapshot({ files: texts, rooted: true, user: rootUser, unreadable: [] });
}

/** Of the files whose lines were known before the edit. */
function linesAfter(
  { files }: Snapshot,
  earlier: JudgedNode | undefined,
): readonly (readonly [string, Lines])[] {
  if (earlier === undefined || earlier.knownLines.size === 0) return [];
  return files.flatMap(({ path, text }) => {
    const known = earlier.knownLines.get(path);
    return known === undefined ? [] : [[path, known.text === text ? known : linesOf(text, known)] as const];
  });
}

function linesFor(path: string, { files }: Snapshot, known: Map<string, Lines>): Lines | undefined {
  const found = known.get(path);
  if (found !== undefined) return found;
  const file = files.find((one) => one.path === path);
  if (file === undefined) return undefined;
  const lines = linesOf(file.text);
  known.set(path, lines);
  return lines;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
