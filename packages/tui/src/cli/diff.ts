import { redactSecrets } from '@mirrorwright/core';
import { createTwoFilesPatch, diffLines } from 'diff';

/** Above this many lines a dense diff takes seconds; the change is then told, not shown. */
const maxLines = 20_000;

/**
 * A unified diff of two texts of one file, as `patch` takes it; whole: with every line that stays.
 * Secrets in its lines are stars: `patch` refuses those.
 */
export function unifiedDiff(
  path: string,
  before: string | null,
  after: string,
  options: { readonly whole?: boolean } = {},
): string {
  const lines = (text: string): number => text.split('\n').length;
  if (lines(before ?? '') + lines(after) > maxLines)
    return `--- ${path}\n+++ ${path}\n(too large to show: ${lines(after)} lines)\n`;
  const name = path.replace(/^\//, '');
  const patch = createTwoFilesPatch(
    before === null ? '/dev/null' : `a/${name}`,
    `b/${name}`,
    redactSecrets(before ?? ''),
    redactSecrets(after),
    '',
    '',
    options.whole === true ? { context: maxLines } : {},
  );
  return patch.replace(/^={67}\n/, '').replaceAll('\t\n', '\n');
}

/** How many lines a change adds and removes. */
export function countLines(
  path: string,
  before: string | null,
  after: string,
): { readonly added: number; readonly removed: number } {
  let added = 0;
  let removed = 0;
  const body = unifiedDiff(path, before, after).split('\n').slice(2);
  for (const line of body) {
    if (line.startsWith('+')) added++;
    else if (line.startsWith('-')) removed++;
  }
  return { added, removed };
}

/** A line of two texts beside each other; null where one of them has none. */
export interface SideLine {
  readonly left: string | null;
  readonly right: string | null;
}

/** Two texts beside each other: equal lines level, replaced ones in pairs. */
export function sideBySide(before: string, after: string): readonly SideLine[] {
  const rows: SideLine[] = [];
  let removed: readonly string[] = [];
  const flush = (added: readonly string[]): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++)
      rows.push({ left: removed[index] ?? null, right: added[index] ?? null });
    removed = [];
  };
  for (const part of diffLines(before, after)) {
    const lines = part.value.replace(/\n$/, '').split('\n');
    if (part.removed) removed = lines;
    else if (part.added) flush(lines);
    else {
      flush([]);
      rows.push(...lines.map((line) => ({ left: line, right: line })));
    }
  }
  flush([]);
  return rows;
}
