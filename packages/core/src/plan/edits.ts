import type { PlanEdit } from './model.ts';

/**
 * The edits that make `after` of `before`, line by line, each without what its old and new text begin and end with.
 * Lines that stand once in both texts hold them together (patience diff); between those, small stretches are compared
 * exactly and larger ones without any line in common are replaced. Near-linear work.
 */
export function editsBetween(before: string, after: string): readonly PlanEdit[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const found: Block[] = [];
  compare(old, now, { a: 0, b: 0, aEnd: old.lines.length, bEnd: now.lines.length }, found);
  return merged(found).map(({ a, aEnd, b, bEnd }) =>
    trimmed(before, after, { start: old.at(a), end: old.at(aEnd) }, { start: now.at(b), end: now.at(bEnd) }),
  );
}

/**
 * The text after the edits, or undefined when they do not fit: out of order, overlapping or outside of the text.
 */
export function applyPlanEdits(text: string, edits: readonly PlanEdit[]): string | undefined {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: added } of edits) {
    if (start < at || end < start || end > text.length) return undefined;
    parts.push(text.slice(at, start), added);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

interface Lines {
  readonly lines: readonly string[];
  /** Offset at which a line starts; of the line behind the last one, the length of the text. */
  at(line: number): number;
}

/** A stretch of lines in both texts; the ends are excluded. */
interface Block {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

function linesOf(text: string): Lines {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1)! + line.length);
  return { lines, at: (line) => starts[line]! };
}

/** Larger stretches without common single lines are not compared cell by cell. */
const mostCells = 250_000;

function compare(old: Lines, now: Lines, whole: Block, found: Block[]): void {
  const open: Block[] = [whole];
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    const core = withoutEnds(old, now, block);
    if (core.a === core.aEnd && core.b === core.bEnd) continue;
    if (core.a === core.aEnd || core.b === core.bEnd) {
      found.push(core);
      continue;
    }
    const anchors = commonSingles(old, now, core);
    if (anchors.length > 0) open.push(...between(core, anchors));
    else if ((core.aEnd - core.a) * (core.bEnd - core.b) <= mostCells) exact(old, now, core, found);
    else found.push(core);
  }
}

function withoutEnds(old: Lines, now: Lines, { a, aEnd, b, bEnd }: Block): Block {
  let [first, second, firstEnd, secondEnd] = [a, b, aEnd, bEnd];
  while (first < firstEnd && second < secondEnd && old.lines[first] === now.lines[second]) {
    first++;
    second++;
  }
  while (firstEnd > first && secondEnd > second && old.lines[firstEnd - 1] === now.lines[secondEnd - 1]) {
    firstEnd--;
    secondEnd--;
  }
  return { a: first, b: second, aEnd: firstEnd, bEnd: secondEnd };
}

type Pair = readonly [a: number, b: number];

/** Lines that stand once in each stretch, as many of them as keep their order. */
function commonSingles(old: Lines, now: Lines, { a, aEnd, b, bEnd }: Block): readonly Pair[] {
  const inNow = new Map<string, number>();
  for (let line = b; line < bEnd; line++)
    inNow.set(now.lines[line]!, inNow.has(now.lines[line]!) ? -1 : line);
  const inOld = new Map<string, number>();
  for (let line = a; line < aEnd; line++)
    inOld.set(old.lines[line]!, inOld.has(old.lines[line]!) ? -1 : line);
  const pairs: Pair[] = [];
  for (const [text, line] of inOld) {
    const other = inNow.get(text) ?? -1;
    if (line >= 0 && other >= 0) pairs.push([line, other]);
  }
  return longestRising(pairs);
}

/** The longest run of pairs, sorted by their first, whose seconds rise (patience sorting). */
function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  const piles: number[] = [];
  const previous: number[] = [];
  for (const [index, [, b]] of pairs.entries()) {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[piles[middle]!]![1] < b) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : piles[low - 1]!;
    piles[low] = index;
  }
  const run: Pair[] = [];
  for (let at = piles.at(-1) ?? -1; at >= 0; at = previous[at]!) run.push(pairs[at]!);
  return run.reverse();
}

function between({ a, aEnd, b, bEnd }: Block, anchors: readonly Pair[]): readonly Block[] {
  const blocks: Block[] = [];
  let [first, second] = [a, b];
  for (const [x, y] of [...anchors, [aEnd, bEnd] as const]) {
    blocks.push({ a: first, aEnd: x, b: second, bEnd: y });
    [first, second] = [x + 1, y + 1];
  }
  return blocks;
}

/** Longest common subsequence by table. */
function exact(old: Lines, now: Lines, block: Block, found: Block[]): void {
  const { a, b } = block;
  const [height, width] = [block.aEnd - a, block.bEnd - b];
  const same = (i: number, j: number): boolean =>
    i < height && j < width && old.lines[a + i] === now.lines[b + j];
  const lengths = commonLengths(height, width, same);
  const longest = (i: number, j: number): number => lengths[i * (width + 1) + j]!;
  let [i, j] = [0, 0];
  while (i < height || j < width) {
    if (same(i, j)) {
      i++;
      j++;
    } else if (j === width || (i < height && longest(i + 1, j) >= longest(i, j + 1))) {
      found.push({ a: a + i, aEnd: a + i + 1, b: b + j, bEnd: b + j });
      i++;
    } else {
      found.push({ a: a + i, aEnd: a + i, b: b + j, bEnd: b + j + 1 });
      j++;
    }
  }
}

/** For each pair of places the number of lines that what follows them has in common. */
function commonLengths(height: number, width: number, same: (i: number, j: number) => boolean): Uint32Array {
  const table = new Uint32Array((height + 1) * (width + 1));
  for (let i = height - 1; i >= 0; i--) {
    for (let j = width - 1; j >= 0; j--) {
      const here = i * (width + 1) + j;
      table[here] = same(i, j)
        ? table[here + width + 2]! + 1
        : Math.max(table[here + width + 1]!, table[here + 1]!);
    }
  }
  return table;
}

/** In order of place; those that touch become one. */
function merged(blocks: readonly Block[]): readonly Block[] {
  const sorted = [...blocks].sort((x, y) => x.a - y.a || x.b - y.b);
  const whole: Block[] = [];
  for (const block of sorted) {
    const last = whole.at(-1);
    if (last !== undefined && last.aEnd === block.a && last.bEnd === block.b)
      whole[whole.length - 1] = { ...last, aEnd: block.aEnd, bEnd: block.bEnd };
    else whole.push(block);
  }
  return whole;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function trimmed(before: string, after: string, old: Stretch, now: Stretch): PlanEdit {
  let head = 0;
  const shorter = Math.min(old.end - old.start, now.end - now.start);
  while (head < shorter && before[old.start + head] === after[now.start + head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[old.end - 1 - tail] === after[now.end - 1 - tail]) tail++;
  // half a surrogate pair is no text
  if (isLow(before[old.start + head]) || isLow(after[now.start + head])) head = Math.max(0, head - 1);
  if (isLow(before[old.end - tail]) || isLow(after[now.end - tail])) tail = Math.max(0, tail - 1);
  return {
    start: old.start + head,
    end: old.end - tail,
    text: after.slice(now.start + head, now.end - tail),
  };
}

function isLow(unit: string | undefined): boolean {
  return unit !== undefined && unit >= '\udc00' && unit <= '\udfff';
}
