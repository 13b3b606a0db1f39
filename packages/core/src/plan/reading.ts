import type { NodeAddress, NodeFacts } from '../ports.ts';
import { filesToRead, foldersToRead, programs, serviceMarkers } from '../runtimes/containers/delivery.ts';
import { type NodeUser, rootUser } from '../snapshot/snapshot.ts';
import { managerMarkers } from './managed.ts';

/** What a node is asked before anything is planned for it. */
export interface Questions {
  readonly markers: readonly string[];
  readonly programs: readonly string[];
}

/** The questions for destinations outside of the usual folders as well: whether the folders they lie in can be written. */
export function questionsFor(paths: readonly string[]): Questions {
  const above = paths.flatMap((path) => {
    const names = path.split('/').slice(1, -1);
    return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
  });
  return {
    markers: [...new Set([...managerMarkers, ...serviceMarkers, '/etc', '/etc/containers', ...above])],
    programs: Object.keys(programs),
  };
}

/** Files and folders that are read of a node, given what shall be written. */
export function readingFor(
  user: NodeUser,
  paths: readonly string[],
): { readonly paths: readonly string[]; readonly folders: readonly string[] } {
  return {
    paths: [...new Set([...paths, ...filesToRead(user.home)])],
    folders: foldersToRead(user.home),
  };
}

/**
 * Whose files are written: root's with sudo or as root, else those of the user who logs in, by the node's passwd.
 * Undefined when that user has no home.
 */
export function writerOf(machine: NodeAddress, facts: NodeFacts, passwd: string): NodeUser | undefined {
  if (machine.become === 'sudo' || facts.uid === 0) return rootUser;
  for (const line of passwd.split('\n')) {
    const [name, , uid, , , home] = line.split(':');
    if (name === undefined || home === undefined || uid !== String(facts.uid)) continue;
    const bare = home.replace(/^\/+|\/+$/g, '');
    if (bare !== '') return { name, uid: facts.uid, home: bare };
  }
  return undefined;
}
