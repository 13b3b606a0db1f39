import process from 'node:process';

/** Marks that carry the meaning of the colours, with twins for terminals without Unicode. */
export interface Marks {
  readonly done: string;
  readonly here: string;
  readonly cursor: string;
  readonly on: string;
  readonly off: string;
  readonly given: string;
  readonly error: string;
  readonly warning: string;
  readonly info: string;
  readonly between: string;
  readonly ellipsis: string;
  readonly border: 'round' | 'classic';
}

const unicode: Marks = {
  done: '✔',
  here: '▸',
  cursor: '›',
  on: '[x]',
  off: '[ ]',
  given: '⊘',
  error: '✖',
  warning: '!',
  info: '·',
  between: ' › ',
  ellipsis: '…',
  border: 'round',
};
const ascii: Marks = {
  done: '+',
  here: '>',
  cursor: '>',
  on: '[x]',
  off: '[ ]',
  given: 'o',
  error: 'x',
  warning: '!',
  info: '-',
  between: ' > ',
  ellipsis: '...',
  border: 'classic',
};

/** Unicode where the locale says so. */
export function marksOf(env: NodeJS.ProcessEnv = process.env): Marks {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) ? unicode : ascii;
}

/** Cut in the middle, so that both the folder and the name of a path stay readable. */
export function truncateMiddle(text: string, width: number, ellipsis: string): string {
  if (text.length <= width) return text;
  const keep = Math.max(0, width - ellipsis.length);
  return text.slice(0, Math.ceil(keep / 2)) + ellipsis + text.slice(text.length - Math.floor(keep / 2));
}

/** Cut at its end. */
export function cut(text: string, width: number, { ellipsis }: Pick<Marks, 'ellipsis'>): string {
  return text.length <= width ? text : text.slice(0, Math.max(0, width - ellipsis.length)) + ellipsis;
}

/** Lines that one thing to say gets at most: a file may hold names of any length. */
const maxLines = 5;

/** The text in lines of at most `width` characters, broken between words; later lines are indented, and five are enough. */
export function wrapped(text: string, width: number, indent: number): readonly string[] {
  const lines: string[] = [];
  // room for at least some text after the indent, however narrow the screen
  const room = Math.max(width, indent + 8);
  let rest = text;
  while (rest.length > room) {
    if (lines.length === maxLines - 1) return [...lines, rest.slice(0, room)];
    const space = rest.lastIndexOf(' ', room);
    const at = space > indent ? space : room;
    lines.push(rest.slice(0, at));
    rest = ' '.repeat(indent) + rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
