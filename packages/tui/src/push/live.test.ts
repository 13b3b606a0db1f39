import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import { liveTable } from './live.ts';

/** The lines of a terminal after everything was written. */
async function shown(
  columns: number,
  rows: number,
  use: (table: ReturnType<typeof liveTable>) => void,
): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  let text = '';
  use(liveTable({ columns, rows, write: (part) => (text += part) }));
  await new Promise<void>((done) => terminal.write(text, done));
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, row) => active.getLine(row)?.translateToString(true) ?? '',
  );
  return lines.join('\n').trimEnd().split('\n');
}

test('a table is drawn over itself, a line for each node', async () => {
  const lines = await shown(80, 24, (table) => {
    table.start(['node-a', 'b']);
    table.set('b', 'stage');
    table.set('node-a', 'write: 2 files\nand more');
    table.end();
  });
  expect(lines).toEqual(['node-a  write: 2 files', 'b       stage']);
});

test('what is said meanwhile stands above the table, next steps below', async () => {
  const lines = await shown(80, 24, (table) => {
    table.start(['a']);
    table.above('stopping');
    table.set('a', 'rolled back');
    table.below('a: next: look');
    table.end();
  });
  expect(lines.slice(1)).toEqual(['stopping', 'a  rolled back', 'a: next: look']);
});

test('a fleet larger than the screen shows those that move', async () => {
  const names = Array.from({ length: 200 }, (_, index) => `node-${index}`);
  const lines = await shown(40, 10, (table) => {
    table.start(names);
    table.set('node-150', `stage ${'x'.repeat(100)}`);
    table.end();
  });
  expect(lines).toHaveLength(7);
  expect(lines.at(-2)).toMatch(/^node-150 +stage x+/);
  expect(lines.at(-1)).toBe('... 194 nodes more');
  expect(lines.every((line) => line.length < 40)).toBe(true);
});
