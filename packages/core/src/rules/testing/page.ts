/** A rule's page, read for its examples. */
export interface RulePage {
  readonly title: string;
  /** Headings of level 2, in order. */
  readonly headings: readonly string[];
  readonly groups: readonly ExampleGroup[];
}

/** Fenced blocks that follow each other with nothing but blank lines between them: the files of one node. */
export interface ExampleGroup {
  readonly kind: 'wrong' | 'right' | 'fixed';
  readonly blocks: readonly ExampleBlock[];
  /** Line of the page at which the first block starts, counting from 1. */
  readonly line: number;
}

export interface ExampleBlock {
  readonly path: string;
  readonly targets: readonly string[];
  readonly text: string;
  readonly marks: readonly Mark[];
  /** With `unreadable=yes`: the file is there and cannot be read. */
  readonly unreadable: boolean;
}

/** A caret line: what is marked in the line above it. */
export interface Mark {
  readonly code: string;
  /** Counting from 1, in the block's text without caret lines. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

const defaultPath: Readonly<Record<string, string>> = {
  toml: 'registries.conf',
  json: 'policy.json',
  yaml: 'mirror-policy.yaml',
};

const caretLine = /^(\s*)(\^+) (MW\d{3})\s*$/;

export function readPage(markdown: string): RulePage {
  const lines = markdown.split('\n');
  const groups: { kind: ExampleGroup['kind']; blocks: ExampleBlock[]; line: number }[] = [];
  const headings: string[] = [];
  let apart = true;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const fence = /^```(\w*)(.*)$/.exec(line);
    if (fence === null) {
      if (line.startsWith('## ')) headings.push(line.slice(3).trim());
      if (line.trim() !== '') apart = true;
      continue;
    }
    const end = lines.indexOf('```', at + 1);
    if (end === -1) throw new Error(`line ${at + 1}: the fence is not closed`);
    const words = fence[2]!.trim().split(/\s+/);
    const kind = words[0];
    if (kind === 'wrong' || kind === 'right' || kind === 'fixed') {
      const block = readBlock(fence[1]!, words.slice(1), lines.slice(at + 1, end));
      const last = groups.at(-1);
      const joins = !apart && last?.kind === kind && !last.blocks.some(({ path }) => path === block.path);
      if (joins) last.blocks.push(block);
      else groups.push({ kind, blocks: [block], line: at + 1 });
      apart = false;
    } else apart = true;
    at = end;
  }
  return { title: lines[0] ?? '', headings, groups };
}

function readBlock(format: string, words: readonly string[], lines: readonly string[]): ExampleBlock {
  const attributes = new Map(words.map((word) => [word.split('=')[0]!, word.slice(word.indexOf('=') + 1)]));
  const text: string[] = [];
  const marks: Mark[] = [];
  for (const line of lines) {
    const mark = caretLine.exec(line);
    if (mark === null) text.push(line);
    else {
      const [, indent, carets, code] = mark;
      marks.push({ code: code!, line: text.length, column: indent!.length + 1, length: carets!.length });
    }
  }
  return {
    path: attributes.get('path') ?? defaultPath[format] ?? 'file',
    targets: attributes.get('target')?.split(',') ?? [],
    text: unescapeText(text.map((line) => `${line}\n`).join(''), attributes.get('escapes') === 'yes'),
    marks,
    unreadable: attributes.get('unreadable') === 'yes',
  };
}

/** With `escapes=yes` the examples write control characters as \r, \ufeff and so on. */
function unescapeText(text: string, escapes: boolean): string {
  if (!escapes) return text;
  return text
    .replace(/\\r/g, '\r')
    .replace(/\\u([0-9a-f]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
