/** How many characters two texts have in common. */
export interface CommonParts {
  /** At their starts. */
  readonly same: number;
  /** At their ends, apart from those at their starts. */
  readonly tail: number;
}

/** What an edit left alone. */
export function commonParts(before: string, now: string): CommonParts {
  const most = Math.min(before.length, now.length);
  const same = longest(most, (from, to) => before.slice(from, to) === now.slice(from, to));
  const tail = longest(most - same, (from, to) => {
    const [end, nowEnd] = [before.length - from, now.length - from];
    return before.slice(end - (to - from), end) === now.slice(nowEnd - (to - from), nowEnd);
  });
  return { same, tail };
}

/** How far the texts are the same, at most `most`. Compares pieces, which is several times as fast as characters. */
function longest(most: number, isSame: (from: number, to: number) => boolean): number {
  let at = 0;
  for (let piece = 1 << 16; piece >= 1; ) {
    const to = Math.min(at + piece, most);
    if (to > at && isSame(at, to)) at = to;
    else piece >>= 1;
  }
  return at;
}
