import type { Target } from '../model/target.ts';
import { parseTarget } from '../runtimes/containers/targets.ts';
import type { NodeView } from '../snapshot/node.ts';
import { createNode, parseSnapshot } from '../snapshot/parse.ts';
import { type NodeUser, rootUser } from '../snapshot/snapshot.ts';

/** A target by name; a test that misspells one fails. */
export function targetNamed(name: string): Target {
  const parsed = parseTarget(name);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.target;
}

/** The view that a target has of a file system with these files (path without leading slash -> text). */
export function nodeOf(
  files: Readonly<Record<string, string>>,
  target: string,
  user: NodeUser = rootUser,
): NodeView {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }));
  return createNode(parseSnapshot({ files: list, rooted: true, user, unreadable: [] }), targetNamed(target));
}

/** The path of the system's registries.conf in such a file system. */
export const mainPath = 'etc/containers/registries.conf';
