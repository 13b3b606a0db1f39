import type { ImportedNodes, NodeEntry, NodesProblem } from './model.ts';
import { isHost, isNodeName } from './names.ts';

/** What one file of an ssh configuration names. */
export interface SshConfigNames extends ImportedNodes {
  /** Patterns of files that it includes. */
  readonly includes: readonly { readonly pattern: string; readonly line: number }[];
}

/** Options that run programs. They stay where they are: ssh itself reads its configuration. */
const programs = new Set([
  'proxycommand',
  'localcommand',
  'remotecommand',
  'knownhostscommand',
  'pkcs11provider',
  'securitykeyprovider',
  'xauthlocation',
]);

/**
 * The names of an ssh configuration as nodes. Only the name is taken: address, user, port, keys and hops stay in that
 * configuration, which ssh reads at every connection. Patterns name no machine.
 */
export function importSshConfig(text: string): SshConfigNames {
  const nodes = new Map<string, NodeEntry>();
  const skipped: NodesProblem[] = [];
  const includes: { pattern: string; line: number }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(\S.*?)\s*$/.exec(raw.length > 4096 ? '' : raw);
    if (raw.length > 4096) skipped.push({ line, message: 'the line is too long to be one of ssh' });
    if (match === null) continue;
    const [keyword, words] = [match[1]!.toLowerCase(), wordsOf(match[2]!)];
    if (keyword === 'include') includes.push(...words.map((pattern) => ({ pattern, line })));
    else if (keyword === 'match') skipped.push({ line, message: 'Match names no machine' });
    else if (programs.has(keyword))
      skipped.push({
        line,
        message: `${match[1]} runs a program; it is not taken over, ssh itself goes on to use it`,
      });
    else if (keyword === 'host') for (const word of words) takeName(word, line, nodes, skipped);
  }
  return { nodes: [...nodes.values()], skipped, includes };
}

function takeName(word: string, line: number, nodes: Map<string, NodeEntry>, skipped: NodesProblem[]): void {
  if (/[*?!]/.test(word)) skipped.push({ line, message: `${word} is a pattern and names no machine` });
  else if (!isNodeName(word) || !isHost(word))
    skipped.push({ line, message: `${JSON.stringify(word)} is no name that a node can have` });
  else if (!nodes.has(word))
    nodes.set(word, { name: word, address: word, become: 'none', groups: [], labels: {} });
}

/** Words are separated by blanks; double quotes keep them together; what follows # is a comment. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/"([^"]*)"|(#.*)|([^\s"]+)/g)) {
    if (match[2] !== undefined) break;
    words.push(match[1] ?? match[3]!);
  }
  return words;
}
