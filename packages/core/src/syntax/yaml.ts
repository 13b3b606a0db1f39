import { Composer, CST, type Document, type ParsedNode, Parser, type YAMLError } from 'yaml';
import type { SourceText } from '../text/source.ts';
import { maxDepth } from './problem-text.ts';
import type { SyntaxProblem, SyntaxTree, ValueNode } from './tree.ts';
import { convertDocument } from './yaml-convert.ts';
import { emptyScalar } from './yaml-scalar.ts';
import { yamlComments } from './yaml-tokens.ts';

/**
 * Reads a YAML 1.2 stream (core schema) and goes on after faults. Aliases are resolved within bounds, merge keys
 * (`<<`) are plain keys, duplicate keys stay in the tree with a problem.
 */
export function parseYaml(source: SourceText): SyntaxTree {
  const { documents, problems } = readDocuments(source.text);
  if (documents.length === 0) documents.push(emptyScalar(source.text.length));
  return {
    format: 'yaml',
    source,
    root: documents[0]!,
    documents,
    problems: problems.sort((a, b) => a.span.start - b.span.start),
    comments: yamlComments(source.text),
    statements: [],
  };
}

interface Stream {
  readonly documents: ValueNode[];
  readonly problems: SyntaxProblem[];
}

/** One document after the other, so that what the library makes of one is not kept while the next is read. */
function readDocuments(text: string): Stream {
  const composer = new Composer({
    schema: 'core',
    merge: false,
    intAsBigInt: true,
    prettyErrors: false,
    // Quadratic in the library; our own check is linear.
    uniqueKeys: false,
  });
  const tokens = shallowTokens(text);
  const documents: ValueNode[] = [];
  const problems: SyntaxProblem[] = [];
  for (const document of composer.compose(tokens) as Iterable<Document.Parsed<ParsedNode>>) {
    for (const error of document.errors) problems.push(toProblem(error, text));
    for (const warning of document.warnings) {
      if (/2002:(?:int|float|bool|null)$/.test(warning.message)) problems.push(toProblem(warning, text));
    }
    documents.push(convertDocument(document.contents, text, document.range[0], problems));
  }
  return tokens.deep() === undefined ? { documents, problems } : notRead(tokens.deep()!);
}

function notRead(deep: number): Stream {
  const span = { start: deep, end: deep + 1 };
  const message = `nested deeper than ${maxDepth} levels; the file is not read`;
  return { documents: [{ kind: 'missing', span }], problems: [{ id: 'too-deep', message, span }] };
}

/** The tokens of a text, as far as none nests too deep. */
function shallowTokens(text: string): Iterable<CST.Token> & { deep(): number | undefined } {
  let deep: number | undefined;
  return {
    deep: () => deep,
    *[Symbol.iterator]() {
      for (const token of new Parser().parse(text)) {
        deep = tooDeep(token);
        if (deep !== undefined) return;
        yield token;
      }
    },
  };
}

function toProblem(error: YAMLError, text: string): SyntaxProblem {
  const [start, end] = error.pos;
  return {
    id: error.code.toLowerCase().replaceAll('_', '-'),
    message: error.message,
    span: { start: Math.min(start, text.length), end: Math.min(Math.max(start, end), text.length) },
  };
}

/** Where a token nests deeper than `maxDepth`; the library would recurse into it. */
function tooDeep(token: CST.Token): number | undefined {
  const open: (readonly [CST.Token, number])[] = [[token, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [inner, depth] = next;
    if (depth > maxDepth) return inner.offset;
    if (inner.type === 'document' && inner.value) open.push([inner.value, depth]);
    if (!CST.isCollection(inner)) continue;
    for (const item of inner.items) {
      if (item.key) open.push([item.key, depth + 1]);
      if (item.value) open.push([item.value, depth + 1]);
    }
  }
  return undefined;
}
