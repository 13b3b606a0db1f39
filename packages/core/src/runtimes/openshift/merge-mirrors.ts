import { byteOrder } from './byte-order.ts';

/**
 * One order for the mirrors of a source that several lists name: every list's order is kept where that is possible, ties and
 * circles are settled by byte order. The source itself counts as the last of each list that does not name it, and is left
 * out where it comes last. Source: openshift/runtime-utils, topological sort of `mergedMirrorSets`.
 */
export function mergeMirrors(source: string, lists: readonly (readonly string[])[]): readonly string[] {
  const followers = new Map<string, Set<string>>();
  const node = (name: string): Set<string> => {
    const known = followers.get(name) ?? new Set();
    followers.set(name, known);
    return known;
  };
  for (const list of lists) {
    const whole = list.includes(source) ? list : [...list, source];
    for (const [index, name] of whole.entries()) {
      const next = whole[index + 1];
      const own = node(name);
      // a mirror that follows itself is a circle of its own
      if (next !== undefined) own.add(next);
    }
  }
  const order = sorted(followers);
  return order.at(-1) === source ? order.slice(0, -1) : order;
}

function sorted(followers: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const waiting = new Map([...followers.keys()].map((name) => [name, 0]));
  for (const next of [...followers.values()].flatMap((names) => [...names]))
    waiting.set(next, waiting.get(next)! + 1);
  const names = [...followers.keys()].sort(byteOrder);
  const queue = names.filter((name) => waiting.get(name) === 0);
  const done = new Set<string>();
  let head = 0;
  let unused = 0;
  while (done.size < names.length) {
    // a circle: the first name that is left opens it
    while (head === queue.length && done.has(names[unused]!)) unused++;
    const name = head < queue.length ? queue[head++]! : names[unused]!;
    if (done.has(name)) continue;
    done.add(name);
    const free: string[] = [];
    for (const next of followers.get(name)!) {
      const left = waiting.get(next)! - 1;
      waiting.set(next, left);
      if (left === 0 && !done.has(next)) free.push(next);
    }
    queue.push(...free.sort(byteOrder));
  }
  return [...done];
}
