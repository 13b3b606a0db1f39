import { createTwoFilesPatch } from 'diff';

/** Above this many lines a dense diff takes seconds; the change is then told, not shown. */
const maxLines = 20_000;

/** A unified diff of two texts of one file, as `patch` takes it. */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  const lines = (text: string): number => text.split('\n').length;
  if (lines(before ?? '') + lines(after) > maxLines)
    return `--- ${path}\n+++ ${path}\n(too large to show: ${lines(after)} lines)\n`;
  const name = path.replace(/^\//, '');
  const patch = createTwoFilesPatch(
    before === null ? '/dev/null' : `a/${name}`,
    `b/${name}`,
    before ?? '',
    after,
    '',
    '',
  );
  return patch.replace(/^={67}\n/, '').replaceAll('\t\n', '\n');
}
