import type { NodeFileState } from '../ports.ts';
import { type ParsedSnapshot, parseSnapshot } from '../snapshot/parse.ts';
import type { NodeUser, Snapshot } from '../snapshot/snapshot.ts';
import { textOfFile } from '../text/utf8.ts';

/** What was read of a node, each path once, its texts decoded. */
export interface Survey {
  readonly user: NodeUser;
  readonly states: ReadonlyMap<string, NodeFileState>;
  /** Texts by absolute path; files that are no UTF-8 text are missing. */
  readonly texts: ReadonlyMap<string, string>;
  readonly snapshot: Snapshot;
}

/** Whose files are written: root's with sudo or as root, else those of the user who logs in. */
export function surveyOf(states: readonly NodeFileState[], user: NodeUser): Survey {
  const byPath = new Map<string, NodeFileState>();
  const texts = new Map<string, string>();
  const unreadable: { path: string; reason: string }[] = [];
  for (const state of states) {
    if (byPath.has(state.path)) continue;
    byPath.set(state.path, state);
    if (state.kind !== 'file') continue;
    const text = state.content === undefined ? undefined : textOfFile(state.content);
    if (text !== undefined) texts.set(state.path, text);
    else unreadable.push({ path: state.path.slice(1), reason: 'is not readable as UTF-8 text' });
  }
  const files = [...texts]
    .filter(([path]) => isConfiguration(path))
    .map(([path, text]) => ({ path: path.slice(1), text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const shown = unreadable.filter(({ path }) => isConfiguration(path));
  return { user, states: byPath, texts, snapshot: { files, rooted: true, user, unreadable: shown } };
}

/** As for a folder that is taken as a root: certificates and accounts are no configuration of registries. */
function isConfiguration(path: string): boolean {
  if (/\/certs\.d\/|^\/?etc\/passwd$/.test(path)) return false;
  return /\.d\/[^/]+$/.test(path) || /\.(?:conf|json|ya?ml)$/.test(path);
}

/** The survey's files with some of them replaced or added, parsed. */
export function parsedWith(survey: Survey, texts: ReadonlyMap<string, string>): ParsedSnapshot {
  const merged = new Map(survey.snapshot.files.map(({ path, text }) => [path, text]));
  for (const [path, text] of texts) if (isConfiguration(path)) merged.set(path.slice(1), text);
  const files = [...merged]
    .map(([path, text]) => ({ path, text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return parseSnapshot({ ...survey.snapshot, files });
}
