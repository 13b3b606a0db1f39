import { fields } from '../../dialects/registries-conf/fields.ts';
import type { RegistryTable } from '../../dialects/registries-conf/model.ts';
import { atLeast, type LibraryVersion, type Target } from '../../model/target.ts';
import type { SyntaxProblem } from '../../syntax/tree.ts';
import { brokenTables } from './broken-tables.ts';
import type {
  EffectiveConfig,
  EffectiveMirror,
  EffectiveRegistry,
  FileRole,
  LoadError,
  LoadInput,
  RegistriesDocument,
} from './config.ts';
import { decoderErrors } from './decoder.ts';
import { type ErrorSink, errorSink } from './error-sink.ts';
import { checkLists } from './list-errors.ts';
import { type LoadedParts, mergeFiles } from './merge.ts';
import { checkRegistries } from './table-errors.ts';
import { checkV1, v1Registries } from './v1.ts';
import { trimSlashes } from './values.ts';

/** What is known of a node beyond the text of the files that are read. */
export interface LoadSurroundings {
  readonly notRead?: EffectiveConfig['notRead'];
  /** Files the reader would open and cannot. */
  readonly unreadable?: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * What a target holds after reading these files, in this order: all errors that would make it refuse (the reader
 * stops at the first), the merged tables and lists, and what was shadowed on the way.
 * Source: containers/image `pkg/sysregistriesv2`.
 */
export function loadConfig(
  inputs: readonly LoadInput[],
  target: Target,
  { notRead = [], unreadable = [] }: LoadSurroundings = {},
): EffectiveConfig {
  const errors: LoadError[] = unreadable.map(({ path, reason }) => ({
    condition: 'B20',
    message: `loading drop-in registries configuration "${path}": ${reason}`,
    origin: { path, span: { start: 0, end: 0 } },
  }));
  const parts = inputs
    .filter(({ role }) => role !== 'short-name-cache')
    .map((input) => loadFile(input, target, errors));
  const cache = inputs.find(({ role }) => role === 'short-name-cache');
  const cacheErrors: LoadError[] = [];
  if (cache !== undefined) checkCache(cache.document, errorSink(cache.document, target, cacheErrors));
  const merged = mergeFiles(parts, cache?.document, target);
  return {
    ...merged,
    target,
    files: inputs.map(({ document, role }) => ({ path: document.path, role, document })),
    notRead,
    loadErrors: errors,
    ...(cacheErrors[0] !== undefined && { cacheError: { ...cacheErrors[0], condition: 'B21' } }),
  };
}

function loadFile({ document, role }: LoadInput, target: Target, errors: LoadError[]): LoadedParts {
  const sink = errorSink(document, target, errors);
  const problems = checkDecoding(document, sink);
  const { model } = document;
  const asV1 = checkV1(model, role satisfies FileRole, sink);
  checkRegistries(model.registries, brokenTables(document.tree, problems), sink);
  checkLists(model, sink);
  const registries = asV1
    ? v1Registries(document)
    : model.registries.map((table) => effective(table, document, target));
  return { document, asV1, registries };
}

/** Syntax as the target's decoder sees it, which is returned, and types of the keys that its release knows. */
function checkDecoding(document: RegistriesDocument, sink: ErrorSink): readonly SyntaxProblem[] {
  const problems = decoderErrors(document.tree, sink.target.decoder);
  for (const problem of problems) {
    const related =
      problem.related === undefined ? {} : { related: { span: problem.related, message: 'first here' } };
    sink.add('B1', problem.span, `toml: ${problem.message}`, { value: problem.id, ...related });
  }
  for (const { path, expected, found, span, ignored } of document.model.typeErrors) {
    if (ignored || !atLeast(sink.target.library, knownSince(path))) continue;
    const message = `toml: incompatible types: ${path} is ${found}, expected ${expected}`;
    sink.add('B1', span, message, { value: 'wrong-type' });
  }
  return problems;
}

function knownSince(path: string): LibraryVersion {
  const parts = path.split('.');
  if (parts.at(-1) === 'pull-from-mirror') return [5, 21, 0];
  return fields.top.find(({ key }) => key === parts[0])?.since ?? [0, 0, 0];
}

function checkCache(document: RegistriesDocument, sink: ErrorSink): void {
  checkDecoding(document, sink);
  checkLists(document.model, sink);
}

function effective(table: RegistryTable, document: RegistriesDocument, target: Target): EffectiveRegistry {
  const location = trimSlashes(table.location?.value ?? '');
  const own = table.prefix?.value ?? '';
  return {
    prefix: own === '' ? location : trimSlashes(own),
    location,
    insecure: table.insecure?.value ?? false,
    blocked: table.blocked?.value ?? false,
    mirrorByDigestOnly: table.mirrorByDigestOnly?.value ?? false,
    mirrors: table.mirrors.map((mirror) => effectiveMirror(mirror, document, target)),
    document,
    table,
    origin: { path: document.path, span: table.headSpan },
  };
}

function effectiveMirror(
  mirror: RegistryTable['mirrors'][number],
  document: RegistriesDocument,
  target: Target,
): EffectiveMirror {
  const location = mirror.location?.value ?? '';
  const kind = mirror.pullFromMirror?.value;
  return {
    // before 5.35 the trimmed text was thrown away
    location: atLeast(target.library, [5, 35, 0]) ? trimSlashes(location) : location,
    insecure: mirror.insecure?.value ?? false,
    pullFromMirror: kind === 'digest-only' || kind === 'tag-only' ? kind : 'all',
    table: mirror,
    origin: { path: document.path, span: mirror.headSpan },
  };
}
