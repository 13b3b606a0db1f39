import { createHash } from 'node:crypto';
import { type NodeFacts, type NodeFileState, wordOf } from '@mirrorwright/core';
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

/** The state of single paths, and of every file below folders, three levels deep. */
export async function readFiles(
  wire: Wire,
  paths: readonly string[],
  folders: readonly string[],
): Promise<readonly NodeFileState[]> {
  const asked = [...paths.map((path) => `p:${wordOf(path)}`), ...folders.map((path) => `d:${wordOf(path)}`)];
  const answers = await wire.list(
    `read ${asked.join(' ')}`,
    ({ key, words }) => key === 'file' && words[2] === 'file',
  );
  return answers.filter(({ key }) => key === 'file').map(toState);
}

function toState({ words, body }: Answer): NodeFileState {
  const [path, realPath, type, mode, uid, gid, size] = words;
  const kind = type === 'file' || type === 'missing' || type === 'directory' ? type : 'other';
  return {
    path: fromWord(path!),
    realPath: fromWord(realPath!),
    kind,
    ...(mode === undefined || mode === ''
      ? {}
      : { mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid), size: Number(size) }),
    ...(body === undefined ? {} : { content: body, sha256: createHash('sha256').update(body).digest('hex') }),
  };
}
