import type { Parsed } from '../dialects/document.ts';
import type { Target } from '../model/target.ts';
import type {
  EffectiveConfig,
  FileRole,
  LoadInput,
  RegistriesDocument,
} from '../runtimes/containers/config.ts';
import { asDecoded } from '../runtimes/containers/decoder.ts';
import { loadConfig } from '../runtimes/containers/load.ts';
import { discover } from '../runtimes/containers/roots.ts';
import { remembered } from '../text/remembered.ts';
import type { NodeView } from './node.ts';
import { type ReadResult, readDocument, readNodeFile, readWorkloads } from './read-document.ts';
import type { Snapshot, SnapshotFile } from './snapshot.ts';

/** A snapshot with every file parsed, once, whatever the number of targets that look at it. */
export interface ParsedSnapshot {
  readonly snapshot: Snapshot;
  /** In path order as the snapshot gives it. */
  readonly documents: readonly Parsed[];
  /** Files that are none of the known formats, with the reason. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** What a file was read as, by how it was read. Files are immutable: an editor's node changes one of many. */
const alreadyRead = {
  given: remembered<SnapshotFile, ReadResult>(),
  rooted: remembered<SnapshotFile, ReadResult>(),
};

function readOnce(file: SnapshotFile, rooted: boolean, earlier: ParsedSnapshot | undefined): ReadResult {
  const results = rooted ? alreadyRead.rooted : alreadyRead.given;
  let result = results.get(file);
  if (result === undefined) {
    const before = earlier?.documents.find(({ path }) => path === file.path);
    result = (rooted ? readNodeFile : readDocument)(file.path, file.text, before);
    results.set(file, result);
  }
  return result;
}

/**
 * Parses every file of a snapshot. A file (the same object) that was parsed before is not parsed again.
 * @param earlier the node before an edit, of which is taken over what stayed. The result is the same without it.
 */
export function parseSnapshot(snapshot: Snapshot, earlier?: ParsedSnapshot): ParsedSnapshot {
  const documents: Parsed[] = [];
  const skipped: { path: string; reason: string }[] = [];
  const results = snapshot.files.map((file) => ({ file, result: readOnce(file, snapshot.rooted, earlier) }));
  const cluster = results.some(
    ({ result }) => 'document' in result && result.document.dialect === 'openshift',
  );
  for (const { file, result } of results) {
    const document = 'document' in result ? result.document : cluster ? readWorkloads(file) : undefined;
    if (document !== undefined) documents.push(document);
    else if ('skipped' in result) skipped.push({ path: file.path, reason: result.skipped });
  }
  return { snapshot, documents, skipped };
}

const views = remembered<ParsedSnapshot, Map<string, NodeView>>();

/** The node as one target sees it. The view of a target is made once and shared. */
export function createNode(parsed: ParsedSnapshot, target: Target): NodeView {
  let byTarget = views.get(parsed);
  if (byTarget === undefined) {
    byTarget = new Map();
    views.set(parsed, byTarget);
  }
  let view = byTarget.get(target.id);
  if (view === undefined) {
    view = makeView(parsed, target);
    byTarget.set(target.id, view);
  }
  return view;
}

function makeView(parsed: ParsedSnapshot, target: Target): NodeView {
  let config: EffectiveConfig | undefined;
  const documents = parsed.documents.map((document) =>
    isRegistriesDocument(document) ? asDecoded(document, target.decoder) : document,
  );
  const seen = { ...parsed, documents };
  return {
    target,
    documents,
    rooted: parsed.snapshot.rooted,
    config: () => {
      config ??= parsed.snapshot.rooted ? loadRooted(seen, target) : loadGiven(seen, target);
      return config;
    },
  };
}

function isRegistriesDocument(document: Parsed): document is RegistriesDocument {
  return document.dialect === 'registries-conf' || document.dialect === 'short-name-cache';
}

/** The files that the target's discovery rules choose, in its order. */
function loadRooted({ snapshot, documents }: ParsedSnapshot, target: Target): EffectiveConfig {
  const byPath = new Map(documents.filter(isRegistriesDocument).map((document) => [document.path, document]));
  const unreadable = new Map(snapshot.unreadable.map(({ path, reason }) => [path, reason]));
  const chosen = discover(
    [...snapshot.files.map(({ path }) => path), ...unreadable.keys()],
    target,
    snapshot.user,
  );
  const inputs: LoadInput[] = [];
  const failed: { path: string; reason: string }[] = [];
  const add = (path: string | undefined, role: FileRole): void => {
    const document = path === undefined ? undefined : byPath.get(path);
    const reason = path === undefined ? undefined : unreadable.get(path);
    if (document !== undefined) inputs.push({ document, role });
    else if (path !== undefined && reason !== undefined) failed.push({ path, reason });
  };
  add(chosen.main, 'main');
  for (const path of chosen.dropIns) add(path, 'drop-in');
  add(chosen.cache, 'short-name-cache');
  return loadConfig(inputs, target, { notRead: chosen.notRead, unreadable: failed });
}

/** Files given by hand are all read: the main file first, then what stands in a drop-in folder, in path order. */
function loadGiven({ documents }: ParsedSnapshot, target: Target): EffectiveConfig {
  const inputs = documents
    .filter(isRegistriesDocument)
    .map((document): LoadInput => ({ document, role: roleOf(document) }));
  const rank: Readonly<Record<FileRole, number>> = { main: 0, 'drop-in': 1, 'short-name-cache': 2 };
  return loadConfig(
    inputs.toSorted((a, b) => rank[a.role] - rank[b.role]),
    target,
  );
}

function roleOf(document: Parsed): FileRole {
  if (document.dialect === 'short-name-cache') return 'short-name-cache';
  return /(?:^|\/)registries(?:\.rootful|\.rootless)?\.conf\.d\//.test(document.path) ? 'drop-in' : 'main';
}
