import {
  type Effect,
  generate,
  impactOf,
  type Loss,
  type MirrorPolicy,
  neutralize,
  operatedFiles,
  type Parsed,
  parseSnapshot,
  type Rendered,
  readResources,
  renderNodeFiles,
  rootUser,
  type Snapshot,
  type SnapshotFile,
  sourceText,
  type Target,
} from '@mirrorwright/core';

/** What a preview is made of. */
export interface PreviewInput {
  /** The mirror policy, or resources of OpenShift; other files are passed over. */
  readonly files: readonly SnapshotFile[];
  readonly target: Target;
  /** The files of a node as they are, with paths below its root; undefined where none is known. */
  readonly current: readonly SnapshotFile[] | undefined;
}

/** A file before and after; undefined where there is none. */
export interface PreviewFile {
  /** Absolute on a node; for resources to apply to a cluster `/cluster-resources/NAME`. */
  readonly path: string;
  readonly current: string | undefined;
  readonly planned: string | undefined;
}

export interface NodePreview {
  readonly target: string;
  /** In path order, equal ones left out. */
  readonly changed: readonly PreviewFile[];
  /** Files that would be as they are. */
  readonly unchanged: readonly PreviewFile[];
  /** What the target cannot say, what a person has to do, and why there is nothing: one line each. */
  readonly losses: readonly string[];
  readonly notes: readonly string[];
  readonly problems: readonly string[];
}

/** The files that a target gets, beside those it has. Pure; what cannot be made is in `problems`. */
export function previewNode({ files, target, current }: PreviewInput): NodePreview {
  const parsed = parseSnapshot({ files, rooted: false, user: rootUser, unreadable: [] });
  const policy = parsed.documents.find(isMirrorPolicy);
  const there = new Map((current ?? []).map(({ path, text }) => [`/${path}`, text]));
  if (policy !== undefined) return previewPolicy(policy, target, current ?? [], there);
  const resources = files.flatMap(({ text }) => readResources(sourceText(text)));
  const release = target.openshift;
  if (release === undefined)
    return empty(
      target,
      `these are resources of OpenShift: choose one of its releases, such as openshift@4.16`,
    );
  if (resources.length === 0)
    return empty(target, 'no mirror policy, and no resource that nodes get files from');
  return { ...empty(target), ...clusterPreview(renderNodeFiles(resources, { release }), there, target) };
}

function isMirrorPolicy(document: Parsed): document is Parsed<MirrorPolicy> {
  return document.dialect === 'mirror-policy';
}

function empty({ id }: Target, ...problems: readonly string[]): NodePreview {
  return { target: id, changed: [], unchanged: [], losses: [], notes: [], problems };
}

function previewPolicy(
  policy: Parsed<MirrorPolicy>,
  target: Target,
  current: readonly SnapshotFile[],
  there: ReadonlyMap<string, string>,
): NodePreview {
  const existing: Snapshot = { files: current, rooted: true, user: rootUser, unreadable: [] };
  const { files, losses, notes, problems, rendered } = generate(policy, target, existing);
  const said = {
    ...empty(target),
    losses: losses.map(lossLine),
    notes: notes.map(({ text }) => neutralize(text)),
    problems: problems.map(({ path, message, span }) => {
      const line =
        span !== undefined && path === policy.path ? `:${policy.source.position(span.start).line}` : '';
      return neutralize(`${path}${line} ${message}`);
    }),
  };
  // files of a policy that could not be read as a whole would say something else than it means
  if (problems.length > 0) return said;
  if (rendered === undefined) {
    return {
      ...said,
      ...settle(files.map(({ path, content }) => ({ path, current: there.get(path), planned: content }))),
    };
  }
  const resources = files.map(({ path, content }) => ({
    path: `/cluster-resources/${path}`,
    current: undefined,
    planned: content,
  }));
  const cluster = clusterPreview(rendered, there, target);
  return {
    ...said,
    ...cluster,
    changed: [...resources, ...cluster.changed],
    notes: [...said.notes, ...cluster.notes],
  };
}

function lossLine({ field, reason }: Loss): string {
  return neutralize(`${field}: ${reason}`);
}

type Texts = ReadonlyMap<string, string>;
type ClusterPart = Pick<NodePreview, 'changed' | 'unchanged' | 'notes' | 'problems'>;

/** Files of a node of a cluster: those the operator has a say in, and the certificates, which do not wait for it. */
function clusterPreview(rendered: Rendered, there: Texts, target: Target): ClusterPart {
  const settled = rendered.error === undefined;
  const certificates = rendered.certificates.files;
  const present = [...certificates.keys()].flatMap((path): [string, string][] => {
    const text = there.get(path);
    return text === undefined ? [] : [[path, text]];
  });
  const before = new Map([...(settled ? operatedFiles(there) : []), ...present]);
  const after = new Map([...(settled ? operatedFiles(rendered.files) : []), ...certificates]);
  const paths = [...new Set([...after.keys(), ...before.keys()])];
  const impacts = impactOf(before, after, target.openshift!);
  return {
    ...settle(paths.map((path) => ({ path, current: before.get(path), planned: after.get(path) }))),
    notes: [
      ...impacts.map(({ path, effect, reason }) => `${path}: ${effectWords[effect]} (${reason})`),
      ...clusterNotes(rendered, target),
    ].map(neutralize),
    problems: clusterProblems(rendered).map(neutralize),
  };
}

function clusterNotes(rendered: Rendered, { id }: Target): readonly string[] {
  const { warnings, ignored, unverifiedPolicies, certificates, payloadChecked } = rendered;
  const unread = ignored.map(({ kind, name }) =>
    `${id} does not read ${kind} ${name?.value ?? ''}`.trimEnd(),
  );
  return [
    ...warnings.map((warning) => `in the log of the operator alone: ${warning}`),
    ...unread,
    ...(unverifiedPolicies
      ? [`image policies of ${id} follow the source of the operator, and were never compared with it`]
      : []),
    ...(certificates.missing === undefined
      ? []
      : [
          `config map openshift-config/${certificates.missing} is not among the files: no certificates of it`,
        ]),
    ...(payloadChecked
      ? []
      : ['no ClusterVersion is among the files: the release image is not protected here']),
  ];
}

function clusterProblems({ error, nodeError }: Rendered): readonly string[] {
  return [
    ...(error === undefined ? [] : [`the sync fails, and nodes keep what they have: ${error}`]),
    ...(nodeError === undefined ? [] : [`the files are written, and nodes refuse them: ${nodeError}`]),
  ];
}

const effectWords: Readonly<Record<Effect, string>> = {
  nothing: 'nothing happens to the nodes',
  reload: 'CRI-O is reloaded',
  drain: 'the nodes are drained, and CRI-O is reloaded',
  reboot: 'the nodes are drained and rebooted',
};

function settle(files: readonly PreviewFile[]): Pick<NodePreview, 'changed' | 'unchanged'> {
  const changed = files.filter(({ current, planned }) => current !== planned);
  return {
    changed: changed.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    unchanged: files.filter(({ current, planned }) => current === planned),
  };
}
