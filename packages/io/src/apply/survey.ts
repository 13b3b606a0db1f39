import { createHash } from 'node:crypto';
import { type NodeFacts, type NodeFileState, wordOf } from '@mirrorwright/core';
import { failure, NodeError } from '../session/failures.ts';
import type { Answer, Wire } from './wire.ts';
import { fromWord } from './words.ts';

/** What a node says of itself. */
export async function readFacts(
  wire: Wire,
  uid: number,
  markers: readonly string[],
  programs: readonly string[],
): Promise<NodeFacts> {
  const asked = [
    ...markers.map((path) => `m:${wordOf(path)}`),
    ...programs.map((name) => `p:${wordOf(name)}`),
  ];
  const answers = await wire.list(`facts ${asked.join(' ')}`);
  const all = (key: string): readonly string[] =>
    answers.filter((answer) => answer.key === key).map(({ words }) => fromWord(words[0] ?? '-'));
  const versions = answers.filter(({ key }) => key === 'version');
  const [unsettledJournal] = all('unsettled');
  return {
    hostname: all('hostname')[0] ?? '',
    os: all('os')[0] ?? '',
    uid,
    systemd: all('systemd').length > 0,
    versions: Object.fromEntries(
      versions.map(({ words }) => [fromWord(words[0]!), fromWord(words[1] ?? '-')]),
    ),
    markers: all('marker'),
    readOnly: all('read-only'),
    ...(unsettledJournal === undefined ? {} : { unsettledJournal }),
  };
}

/** How often files are read again that change while they are read. */
const attempts = 3;

/**
 * The state of single paths, and of every file below folders, three levels deep.
 *
 * @throws NodeError when files change all the time while they are read.
 */
export async function readFiles(
  wire: Wire,
  paths: readonly string[],
  folders: readonly string[],
): Promise<readonly NodeFileState[]> {
  const asked = [...paths.map((path) => `p:${wordOf(path)}`), ...folders.map((path) => `d:${wordOf(path)}`)];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const answers = await wire.list(`read ${asked.join(' ')}`, ({ key }) => key === 'contents');
    const states = toStates(answers);
    if (states !== undefined) return states;
  }
  const message = 'files on the node change while they are read';
  throw new NodeError(failure('drift', message, 'wait until whoever changes them is done, then try again'));
}

/**
 * The contents of all files come in one stream. Undefined where sizes and hashes say that a file was changed between the look
 * at it and its reading.
 */
function toStates(answers: readonly Answer[]): readonly NodeFileState[] | undefined {
  const contents = answers.find(({ key }) => key === 'contents');
  const stream = contents?.body ?? new Uint8Array();
  const hashes = contents?.words ?? [];
  const states: NodeFileState[] = [];
  let at = 0;
  let count = 0;
  for (const { key, words } of answers) {
    if (key !== 'file') continue;
    const state = toState(words);
    if (state.kind !== 'file') {
      states.push(state);
      continue;
    }
    const content = stream.slice(at, at + state.size!);
    at += content.length;
    const sha256 = createHash('sha256').update(content).digest('hex');
    if (sha256 !== hashes[count++]) return undefined;
    states.push({ ...state, content, sha256 });
  }
  return at === stream.length ? states : undefined;
}

function toState(words: Answer['words']): NodeFileState {
  const [path, realPath, type, mode, uid, gid, size] = words;
  const kind = type === 'file' || type === 'missing' || type === 'directory' ? type : 'other';
  return {
    path: fromWord(path!),
    realPath: fromWord(realPath!),
    kind,
    ...(mode === undefined || mode === ''
      ? {}
      : { mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid), size: Number(size) }),
  };
}
