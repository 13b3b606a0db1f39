import type { NodePreview } from './preview.ts';

/** Whether there is more to say than the files themselves do. */
export function hasNews({ losses, notes, problems, changed }: NodePreview): boolean {
  return losses.length + notes.length + problems.length > 0 || changed.length === 0;
}

/** The preview in words: which files change, what the target cannot say, what is left to do. Plain text. */
export function summaryOf(preview: NodePreview, comparedWith: string): string {
  const { target, changed, unchanged, losses, notes, problems } = preview;
  const files = changed.map(({ path, current, planned }) => {
    const what = current === undefined ? 'new' : planned === undefined ? 'removed' : 'changed';
    return `${path} (${what})`;
  });
  const same =
    unchanged.length === 0
      ? []
      : [`${unchanged.length} more ${unchanged.length === 1 ? 'stays as it is' : 'stay as they are'}`];
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['Nothing can be made', problems.length > 0 && changed.length === 0 ? problems : []],
    ['Goes wrong', changed.length > 0 ? problems : []],
    [`Files, compared with ${comparedWith}`, [...files, ...same]],
    [`What ${target} cannot say`, losses],
    ['To know and to do', notes],
  ];
  const blocks = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  return [`${target}\n`, ...blocks].join('\n');
}
