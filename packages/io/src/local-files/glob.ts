/** Whether a path that does not exist may be meant as a pattern (quoted, or a shell that does not expand). */
export function looksLikeGlob(name: string): boolean {
  return /[*?[\]{}]|[!+@]\(/.test(name);
}

/** The files that match, in byte order. Hidden files count, `.git` and `node_modules` do not. */
export async function expandGlob(pattern: string, cwd: string): Promise<readonly string[]> {
  // loaded only where a pattern is used: it costs as much as the rest of a small run
  const { glob } = await import('tinyglobby');
  const matches = await glob([pattern], {
    cwd,
    dot: true,
    onlyFiles: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: ['**/.git/**', '**/node_modules/**'],
  });
  return [...matches].sort(byteOrder);
}

/** Order of code units: the same on every machine, whatever its locale. */
export function byteOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
