export type ServerState = 'starting' | 'running' | 'stopped' | 'failed';

export interface StatusFacts {
  readonly targets: readonly string[];
  readonly errors: number;
  readonly warnings: number;
  /** Only while it runs is known what is found. */
  readonly server: ServerState;
}

/** `podman@5.8, cri-o@1.33: 1 error, 2 warnings`. More than two targets are counted. */
export function statusText({ targets, errors, warnings, server }: StatusFacts): string {
  const [first = '', second] = targets;
  const whom =
    targets.length > 2
      ? `${first} and ${targets.length - 1} more`
      : [first, second].filter(Boolean).join(', ');
  const found = [counted(errors, 'error'), counted(warnings, 'warning')].filter(Boolean).join(', ');
  if (server !== 'running') return `${whom}: ${server === 'starting' ? 'not checked yet' : 'not checked'}`;
  return `${whom}: ${found === '' ? 'no problems' : found}`;
}

function counted(count: number, word: string): string {
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
}
