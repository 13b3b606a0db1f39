import {
  createNode,
  type Explanation,
  explain,
  explainCluster,
  generate,
  type MirrorPolicy,
  type NodeView,
  neutralize,
  type Origin,
  type Parsed,
  parseSnapshot,
  renderExplanationText,
  rootUser,
  type SnapshotFile,
  type Target,
} from '@mirrorwright/core';

export interface ExplainInput {
  readonly files: readonly SnapshotFile[];
  readonly target: Target;
  readonly reference: string;
}

/** A part of the text that names a line of a file. Offsets are those of the text. */
export interface PlaceLink {
  readonly start: number;
  readonly end: number;
  /** As the files were given. */
  readonly path: string;
  /** From 0. */
  readonly line: number;
}

export interface ExplainedPull {
  readonly text: string;
  readonly links: readonly PlaceLink[];
}

/** Where an image is asked for, in words, with links to the lines that say so. Pure. */
export function explainPull({ files, target, reference }: ExplainInput): ExplainedPull {
  const parsed = parseSnapshot({ files, rooted: false, user: rootUser, unreadable: [] });
  const policy = parsed.documents.find(isMirrorPolicy);
  if (policy !== undefined) return explainMade(policy, target, reference);
  const cluster = explainCluster(parsed, target, reference);
  if (cluster !== undefined) {
    const { explanation, node, rendered } = cluster;
    if (explanation === undefined || node === undefined)
      return {
        text: `${target.id}: the sync fails, and nodes keep what they have: ${rendered.error}\n`,
        links: [],
      };
    return withLinks(explanation, [...node.documents, ...parsed.documents], parsed.documents);
  }
  const node = createNode(parsed, target);
  return withLinks(explain(node, reference), node.documents, parsed.documents);
}

function isMirrorPolicy(document: Parsed): document is Parsed<MirrorPolicy> {
  return document.dialect === 'mirror-policy';
}

/** On the node that would have the files made of a policy. */
function explainMade(policy: Parsed<MirrorPolicy>, target: Target, reference: string): ExplainedPull {
  const made = generate(policy, target, { files: [], rooted: true, user: rootUser, unreadable: [] });
  if (made.problems.length > 0) {
    const lines = made.problems.map(({ path, message }) => `  ${neutralize(`${path} ${message}`)}\n`);
    return { text: `No files can be made for ${target.id}\n${lines.join('')}`, links: [] };
  }
  const onNode = made.rendered?.files ?? new Map(made.files.map(({ path, content }) => [path, content]));
  const files = [...onNode].map(([path, text]) => ({ path: path.slice(1), text }));
  const node: NodeView = createNode(
    parseSnapshot({ files, rooted: true, user: rootUser, unreadable: [] }),
    target,
  );
  const explained = withLinks(explain(node, reference), node.documents, []);
  return {
    ...explained,
    text: `${explained.text}\nThe files are those that ${neutralize(policy.path)} comes to.\n`,
  };
}

/** `shown` are the documents a person can open. */
function withLinks(
  explanation: Explanation,
  documents: readonly Parsed[],
  shown: readonly Parsed[],
): ExplainedPull {
  const sources = new Map(documents.map(({ path, source }) => [path, source]));
  const lineOf = ({ path, span }: Origin): number | undefined => sources.get(path)?.position(span.start).line;
  const text = renderExplanationText(explanation, lineOf, false);
  const links = shown.flatMap(({ path }) => linksTo(path, text));
  return { text, links: links.toSorted((a, b) => a.start - b.start) };
}

/** Every `PATH:LINE` of one file. A path that ends another one's is not taken for it. */
function linksTo(path: string, text: string): readonly PlaceLink[] {
  const links: PlaceLink[] = [];
  const name = `${neutralize(path)}:`;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const line = /^\d+/.exec(text.slice(at + name.length, at + name.length + 9))?.[0];
    if (line === undefined || !/[\s(]/.test(text[at - 1] ?? ' ')) continue;
    links.push({ start: at, end: at + name.length + line.length, path, line: Number(line) - 1 });
  }
  return links;
}
