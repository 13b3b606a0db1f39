import type { SourceText } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { jsonScalar, scalarProblems } from './json-scalar.ts';
import { type JsonToken, jsonScanner } from './json-scan.ts';
import { maxDepth, quoted } from './problem-text.ts';
import type { Comment, Entry, MissingNode, SyntaxProblem, SyntaxTree, ValueNode } from './tree.ts';

/**
 * Reads strict JSON (RFC 8259) and goes on after every fault. What strict JSON forbids and editors tolerate
 * (comments, trailing commas, unquoted keys, a byte order mark) is in the tree and a problem.
 */
export function parseJson(source: SourceText): SyntaxTree {
  const reader = makeReader(source.text);
  const root = readDocument(reader);
  return {
    format: 'json',
    source,
    root,
    documents: [root],
    problems: reader.problems,
    comments: reader.comments,
    statements: [],
  };
}

interface Reader {
  readonly text: string;
  readonly problems: SyntaxProblem[];
  readonly comments: Comment[];
  readonly frames: Frame[];
  /** How many frames of each kind are open. */
  readonly open: { object: number; array: number };
  /** The token to be looked at. */
  token: JsonToken;
  /** Where the token before it ended. */
  lastEnd: number;
  advance(): void;
}

/** An object or array that is open. */
interface Frame {
  readonly kind: 'object' | 'array';
  readonly start: number;
  readonly items: ValueNode[];
  readonly entries: Entry[];
  /** First span of each key. */
  readonly keys: Map<string, Span>;
  /** The key whose value is being read. */
  key?: { readonly name: string; readonly span: Span };
  state: 'first' | 'value' | 'key' | 'colon' | 'separator';
  lastComma: Span | undefined;
}

function makeReader(text: string): Reader {
  const bom = text.startsWith('\uFEFF') ? 1 : 0;
  const next = jsonScanner(text, bom);
  const reader: Reader = {
    text,
    problems: [],
    comments: [],
    frames: [],
    open: { object: 0, array: 0 },
    token: { kind: 'end', start: bom, end: bom, value: '', unfinished: false },
    lastEnd: bom,
    advance: () => {
      reader.lastEnd = reader.token.end;
      let blankSoFar = reader.lastEnd <= bom;
      for (;;) {
        const token = next();
        if (token.kind === 'comment') addComment(reader, token, blankSoFar);
        else if (token.kind === 'newline') blankSoFar = true;
        else if (token.kind !== 'whitespace') {
          reader.token = token;
          break;
        }
      }
      for (const problem of scalarProblems(reader.token, text)) reader.problems.push(problem);
    },
  };
  if (bom > 0)
    problem(reader, 'byte-order-mark', 'JSON text must not begin with a byte order mark', {
      start: 0,
      end: 1,
    });
  reader.advance();
  return reader;
}

function addComment(reader: Reader, token: JsonToken, ownLine: boolean): void {
  const span = { start: token.start, end: token.end };
  reader.comments.push({ span, ownLine });
  problem(reader, 'comment', 'JSON has no comments', span);
  if (token.unfinished) problem(reader, 'unclosed-comment', 'this comment has no end', span);
}

function problem(reader: Reader, id: string, message: string, span: Span, related?: Span): void {
  reader.problems.push(related === undefined ? { id, message, span } : { id, message, span, related });
}

function readDocument(reader: Reader): ValueNode {
  let root = readValue(reader);
  for (let frame = reader.frames.at(-1); frame !== undefined; frame = reader.frames.at(-1)) {
    const done = step(reader, frame);
    if (done === undefined) continue;
    reader.frames.pop();
    reader.open[frame.kind]--;
    const parent = reader.frames.at(-1);
    if (parent === undefined) root = done;
    else attach(parent, done);
  }
  const rest = reader.token;
  if (rest.kind !== 'end') {
    const end = reader.text.trimEnd().length;
    const message = `${quoted(reader.text.slice(rest.start, end))} stands after the end of the document`;
    problem(reader, 'trailing-data', message, { start: rest.start, end });
    while (reader.token.kind !== 'end') reader.advance();
  }
  return root ?? missing(reader.lastEnd);
}

/** Reads a scalar, or opens a frame and returns undefined. */
function readValue(reader: Reader): ValueNode | undefined {
  const { token, text } = reader;
  const span = { start: token.start, end: token.end };
  switch (token.kind) {
    case 'string':
    case 'number':
    case 'keyword':
      reader.advance();
      return jsonScalar(token, text);
    case 'open-brace':
    case 'open-bracket':
      if (reader.frames.length >= maxDepth) return skipTooDeep(reader);
      reader.advance();
      openFrame(reader, token.kind === 'open-brace' ? 'object' : 'array', token.start);
      return undefined;
    case 'word':
      problem(
        reader,
        'invalid-value',
        `${quoted(text.slice(token.start, token.end))} is no JSON value`,
        span,
      );
      reader.advance();
      return { kind: 'missing', span };
    default: {
      const at = reader.lastEnd;
      problem(reader, 'expected-value', 'a value is missing here', { start: at, end: at });
      return missing(at);
    }
  }
}

function openFrame(reader: Reader, kind: Frame['kind'], start: number): void {
  reader.open[kind]++;
  reader.frames.push({
    kind,
    start,
    items: [],
    entries: [],
    keys: new Map(),
    state: 'first',
    lastComma: undefined,
  });
}

function missing(at: number): MissingNode {
  return { kind: 'missing', span: { start: at, end: at } };
}

function skipTooDeep(reader: Reader): MissingNode {
  const { start, end } = reader.token;
  problem(reader, 'too-deep', `nested deeper than ${maxDepth} levels; this part is not read`, { start, end });
  let depth = 0;
  do {
    if (reader.token.kind === 'open-brace' || reader.token.kind === 'open-bracket') depth++;
    if (reader.token.kind === 'close-brace' || reader.token.kind === 'close-bracket') depth--;
    reader.advance();
  } while (depth > 0 && reader.token.kind !== 'end');
  return { kind: 'missing', span: { start, end: reader.lastEnd } };
}

function attach(frame: Frame, value: ValueNode): void {
  frame.state = 'separator';
  if (frame.kind === 'array') {
    frame.items.push(value);
  } else if (frame.key !== undefined) {
    const { name, span } = frame.key;
    frame.entries.push({ key: name, keySpan: span, value, span: { start: span.start, end: value.span.end } });
  }
}

/** One step inside an open object or array; returns its node when it is complete. */
function step(reader: Reader, frame: Frame): ValueNode | undefined {
  const { kind } = reader.token;
  if (frame.state === 'value') return readInto(reader, frame);
  if (frame.state === 'colon') return stepColon(reader, frame);
  if (kind === 'end') return closeAtEnd(reader, frame);
  if (kind === 'close-brace' || kind === 'close-bracket') return stepClose(reader, frame);
  if (kind === 'comma') return stepComma(reader, frame);
  if (kind === 'colon') {
    const { start, end } = reader.token;
    problem(reader, 'unexpected-colon', 'a colon stands only between a key and its value', { start, end });
    reader.advance();
    return undefined;
  }
  if (frame.state === 'separator') {
    const at = reader.lastEnd;
    problem(reader, 'expected-comma', 'a comma is missing here', { start: at, end: at });
  }
  frame.lastComma = undefined;
  return frame.kind === 'array' ? readInto(reader, frame) : readKey(reader, frame);
}

function readInto(reader: Reader, frame: Frame): undefined {
  const value = readValue(reader);
  if (value !== undefined) attach(frame, value);
}

function readKey(reader: Reader, frame: Frame): undefined {
  const { token } = reader;
  const span = { start: token.start, end: token.end };
  const raw = reader.text.slice(span.start, span.end);
  if (token.kind === 'open-brace' || token.kind === 'open-bracket') {
    problem(reader, 'expected-key', 'a key is missing before this value', span);
    frame.key = { name: '', span: { start: span.start, end: span.start } };
    return readInto(reader, frame);
  }
  if (token.kind !== 'string')
    problem(reader, 'unquoted-key', `a key is written in double quotes: ${quoted(raw)}`, span);
  const name = token.kind === 'string' ? token.value : raw;
  const first = frame.keys.get(name);
  if (first === undefined) frame.keys.set(name, span);
  else problem(reader, 'duplicate-key', `the key ${quoted(name)} stands here a second time`, span, first);
  frame.key = { name, span };
  frame.state = 'colon';
  reader.advance();
}

function stepColon(reader: Reader, frame: Frame): undefined {
  if (reader.token.kind === 'colon') {
    reader.advance();
    frame.state = 'value';
    return;
  }
  const at = reader.lastEnd;
  problem(reader, 'expected-colon', 'a colon and a value are missing here', { start: at, end: at });
  const startsValue = /^(?:string|number|keyword|open)/.test(reader.token.kind);
  const sameLine = !/[\r\n]/.test(reader.text.slice(at, reader.token.start));
  if (startsValue && sameLine) frame.state = 'value';
  else attach(frame, missing(at));
}

function stepComma(reader: Reader, frame: Frame): undefined {
  const span = { start: reader.token.start, end: reader.token.end };
  if (frame.state !== 'separator')
    problem(reader, 'unexpected-comma', 'there is nothing before this comma', span);
  frame.lastComma = span;
  frame.state = 'key';
  reader.advance();
}

function stepClose(reader: Reader, frame: Frame): ValueNode | undefined {
  const { start, end, kind } = reader.token;
  const wanted = kind === 'close-brace' ? 'object' : 'array';
  if (frame.kind !== wanted) {
    // A bracket that fits nothing is skipped; one that closes something further out closes this one too.
    if (reader.open[wanted] > 0) return closeUnclosed(reader, frame);
    problem(reader, 'unexpected-bracket', 'this bracket closes nothing', { start, end });
    reader.advance();
    return undefined;
  }
  if (frame.lastComma !== undefined && frame.state === 'key')
    problem(reader, 'trailing-comma', 'JSON has no comma after the last element', frame.lastComma);
  reader.advance();
  return close(frame, end);
}

function closeUnclosed(reader: Reader, frame: Frame): ValueNode {
  const name = frame.kind === 'object' ? 'object' : 'array';
  const span = { start: frame.start, end: frame.start + 1 };
  problem(reader, 'unclosed-bracket', `this ${name} is not closed`, span);
  return close(frame, reader.lastEnd);
}

/** At the end of the text only the innermost open bracket is reported. */
function closeAtEnd(reader: Reader, frame: Frame): ValueNode {
  if (reader.problems.at(-1)?.id === 'unclosed-bracket') return close(frame, reader.lastEnd);
  return closeUnclosed(reader, frame);
}

function close(frame: Frame, end: number): ValueNode {
  const span = { start: frame.start, end };
  return frame.kind === 'array'
    ? { kind: 'array', style: 'inline', items: frame.items, span }
    : { kind: 'table', style: 'inline', entries: frame.entries, span };
}
