import { truncateMiddle } from '../theme.ts';

/** A table on a terminal that is drawn again at every change, one line for each node. */
export interface LiveTable {
  start(nodes: readonly string[]): void;
  set(node: string, text: string): void;
  /** A line above the table, which is drawn anew below it. */
  above(text: string): void;
  /** A line that stays under the table. */
  below(text: string): void;
  end(): void;
}

interface Terminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Larger fleets are shown by those that are under way and the last that ended. */
export function liveTable(terminal: Terminal): LiveTable {
  const states = new Map<string, string>();
  const notes: string[] = [];
  let recent: string[] = [];
  let drawn = 0;
  const draw = (): void => {
    const width = Math.max(20, (terminal.columns || 80) - 1);
    const height = Math.max(4, (terminal.rows || 24) - 3);
    const names = states.size <= height ? [...states.keys()] : recent.slice(-(height - 1));
    const widest = Math.min(30, Math.max(0, ...names.map((name) => name.length)));
    const lines = names.map((name) => `${name.padEnd(widest)}  ${states.get(name) ?? ''}`);
    if (names.length < states.size) lines.push(`... ${states.size - names.length} nodes more`);
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
    const text = lines.map((line) => `\u001b[2K${truncateMiddle(line, width, '...')}\n`).join('');
    terminal.write(`${up}${text}`);
    drawn = lines.length;
  };
  return {
    start: (nodes) => {
      for (const node of nodes) states.set(node, 'waiting');
      recent = nodes.slice(0, 100);
      draw();
    },
    set: (node, text) => {
      states.set(node, text.split('\n')[0]!);
      recent = [...recent.filter((each) => each !== node), node].slice(-100);
      draw();
    },
    above: (text) => {
      terminal.write(`${text}\n`);
      drawn = 0;
      draw();
    },
    below: (text) => {
      notes.push(text);
    },
    end: () => {
      drawn = 0;
      for (const note of notes) terminal.write(`${note}\n`);
    },
  };
}
