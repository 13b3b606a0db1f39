import type { NodeUser } from '@mirrorwright/core';

/**
 * A user of a node by name or uid, from the text of its passwd file. The first line that matches wins, as in getpwnam.
 * Home comes without its leading slash, as snapshots name paths.
 */
export function findUser(passwd: string, user: string): NodeUser | undefined {
  for (const line of passwd.split('\n')) {
    const [name, , uid, , , home] = line.split(':');
    if (name === undefined || uid === undefined || home === undefined || !/^\d+$/.test(uid)) continue;
    if (name !== user && uid !== user) continue;
    return { name, uid: Number(uid), home: home.replace(/^\/+|\/+$/g, '') };
  }
  return undefined;
}
