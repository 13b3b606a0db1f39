import { withLastLists } from '../../dialects/registries-conf/read.ts';
import { atLeast, type DecoderVersion } from '../../model/target.ts';
import type { SyntaxProblem, SyntaxTree } from '../../syntax/tree.ts';
import { remembered } from '../../text/remembered.ts';
import type { RegistriesDocument } from './config.ts';
import { conflictingStatements } from './decoder-binding.ts';
import { type DateReading, readsAsDate, refusedValues } from './decoder-values.ts';

/**
 * Where the readers' decoder, github.com/BurntSushi/toml, differs from TOML 1.0. The tree follows the standard; these
 * functions say what a build of the decoder makes of it. Found by running the toml-test data and mutated documents
 * through 1.2.0, and from the sources and release notes of the later versions:
 *
 * | what                                                      | TOML 1.0 | 1.2.0          | 1.3 to 1.5 | 1.6       |
 * | --------------------------------------------------------- | -------- | -------------- | ---------- | --------- |
 * | line ends and a comma at the end in inline tables         | no       | no             | no         | yes       |
 * | `\e`, `\x41`; times without seconds                       | no       | no             | no         | yes       |
 * | a byte order mark                                         | yes      | no             | yes        | yes       |
 * | a second array under one key                              | no       | last one wins  | the same   | no        |
 * | a table opened again after a dotted key made it           | no       | once           | once       | once      |
 * | a dotted key into a table that a header made              | no       | yes            | yes        | yes       |
 * | a header or dotted key into an inline table               | no       | yes            | yes        | yes       |
 * | one digit for the hour                                    | no       | yes            | until 1.3  | no        |
 * | offsets of more than a day                                | no       | yes            | no         | no        |
 * | leap seconds; floats beyond 64 bits                       | yes      | no             | no         | no        |
 * | the character U+FFFD                                      | yes      | no             | no         | no        |
 *
 * Versions before 1.0 are judged like 1.2.0.
 */
interface DecoderTraits {
  readonly toml11: boolean;
  readonly byteOrderMark: boolean;
  readonly refusesSecondArray: boolean;
  readonly dates: DateReading;
}

function traitsOf(decoder: DecoderVersion): DecoderTraits {
  const since13 = atLeast(decoder, [1, 3, 0]);
  const since14 = atLeast(decoder, [1, 4, 0]);
  const toml11 = atLeast(decoder, [1, 6, 0]);
  return {
    toml11,
    byteOrderMark: since13,
    refusesSecondArray: toml11,
    dates: { shortTimes: toml11, shortHours: !since14, wideOffsets: !since13 },
  };
}

const TOML_1_1: ReadonlySet<string> = new Set([
  'inline-table-newline',
  'inline-table-trailing-comma',
  'escape-of-toml-1-1',
  'time-without-seconds',
]);

const CONFLICTS: ReadonlySet<string> = new Set([
  'duplicate-key',
  'key-conflict',
  'duplicate-table',
  'table-conflict',
]);

/** Ids of problems that say a key or table is there twice. */
export const conflictProblems: ReadonlySet<string> = new Set([...CONFLICTS, 'decoder-redefinition']);

/**
 * The problems for which this version of the decoder refuses the document: those of the tree that it does not
 * tolerate, and its own (`byte-order-mark`, `replacement-character`, `leap-second`, `float-out-of-range`,
 * `decoder-redefinition`). In document order. The tree's values stand for the decoder's in all that it accepts, apart
 * from lists given twice, for which there is `asDecoded`.
 */
export function decoderErrors(tree: SyntaxTree, decoder: DecoderVersion): readonly SyntaxProblem[] {
  const { refused } = judge(tree, decoder);
  const own = ownRefusals(tree, traitsOf(decoder));
  if (own.length === 0) return refused;
  return [...refused, ...own].sort((a, b) => a.span.start - b.span.start);
}

/** The problems of the tree that this version of the decoder does not mind: TOML forbids it, the reader takes it. */
export function toleratedProblems(tree: SyntaxTree, decoder: DecoderVersion): readonly SyntaxProblem[] {
  return judge(tree, decoder).tolerated;
}

const withLast = remembered<RegistriesDocument, RegistriesDocument>();

/**
 * The document with the values that this version of the decoder binds: of two lists under one key, decoders before 1.6
 * take the last, and the tree's model has the first. The same document wherever that makes no difference.
 */
export function asDecoded(document: RegistriesDocument, decoder: DecoderVersion): RegistriesDocument {
  if (traitsOf(decoder).refusesSecondArray) return document;
  if (!document.tree.problems.some(({ id }) => id === 'duplicate-key')) return document;
  let known = withLast.get(document);
  if (known === undefined) {
    known = withLastLists(document);
    withLast.set(document, known);
  }
  return known;
}

interface Judgement {
  readonly refused: readonly SyntaxProblem[];
  readonly tolerated: readonly SyntaxProblem[];
}

function judge(tree: SyntaxTree, decoder: DecoderVersion): Judgement {
  const { problems } = tree;
  if (problems.length === 0) return { refused: problems, tolerated: problems };
  const traits = traitsOf(decoder);
  const conflicts = problems.filter(({ id }) => CONFLICTS.has(id));
  const refusedHere = conflicts.length === 0 ? [] : refusedConflicts(tree, conflicts, traits);
  const kept: ReadonlySet<SyntaxProblem> = new Set(refusedHere);
  const refused: SyntaxProblem[] = refusedHere.filter(({ id }) => !CONFLICTS.has(id));
  const tolerated: SyntaxProblem[] = [];
  for (const problem of problems) {
    const accepts = CONFLICTS.has(problem.id) ? !kept.has(problem) : toleratesForm(tree, problem, traits);
    (accepts ? tolerated : refused).push(problem);
  }
  return { refused: refused.sort((a, b) => a.span.start - b.span.start), tolerated };
}

function toleratesForm(tree: SyntaxTree, { id, span }: SyntaxProblem, traits: DecoderTraits): boolean {
  if (TOML_1_1.has(id)) return traits.toml11;
  if (id === 'invalid-date' || id === 'unquoted-string')
    return readsAsDate(tree.source.slice(span), traits.dates);
  return false;
}

/**
 * The conflicts that stand in a statement at which the decoder, too, finds one. After a conflict that it tolerated it
 * may find one where the tree has none: `decoder-redefinition`.
 */
function refusedConflicts(
  tree: SyntaxTree,
  conflicts: readonly SyntaxProblem[],
  traits: DecoderTraits,
): readonly SyntaxProblem[] {
  const found: SyntaxProblem[] = [];
  let next = 0;
  for (const { span, pathSpans } of conflictingStatements(tree, traits.refusesSecondArray)) {
    while (next < conflicts.length && conflicts[next]!.span.start < span.start) next++;
    const before = found.length;
    for (; next < conflicts.length && conflicts[next]!.span.start < span.end; next++)
      found.push(conflicts[next]!);
    if (found.length > before || pathSpans.length === 0) continue;
    const key = { start: pathSpans[0]!.start, end: pathSpans[pathSpans.length - 1]!.end };
    const message = `${tree.source.slice(key)} is already defined.`;
    found.push({ id: 'decoder-redefinition', message, span: key });
  }
  return found;
}

function ownRefusals(tree: SyntaxTree, traits: DecoderTraits): readonly SyntaxProblem[] {
  const { text } = tree.source;
  const found: SyntaxProblem[] = [...refusedValues(tree)];
  if (text.charCodeAt(0) === 0xfeff && !traits.byteOrderMark) {
    const message = 'The file starts with a byte order mark.';
    found.push({ id: 'byte-order-mark', message, span: { start: 0, end: 1 } });
  }
  const replacement = text.indexOf('\ufffd');
  if (replacement !== -1) {
    const message = 'The replacement character U+FFFD stands here; the decoder takes it for broken UTF-8.';
    found.push({ id: 'replacement-character', message, span: { start: replacement, end: replacement + 1 } });
  }
  return found;
}
