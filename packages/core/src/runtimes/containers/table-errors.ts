import { foldKey } from '../../dialects/registries-conf/fold.ts';
import type { MirrorTable, RegistryTable } from '../../dialects/registries-conf/model.ts';
import { identityOf } from '../../dialects/registries-conf/moved.ts';
import type { Located } from '../../model/provenance.ts';
import { atLeast, type Target } from '../../model/target.ts';
import { keptOf } from '../../syntax/toml/reparse.ts';
import type { TableNode } from '../../syntax/tree.ts';
import type { ErrorSink } from './error-sink.ts';
import { hasScheme, trimSlashes } from './values.ts';

const pullKinds: ReadonlySet<string> = new Set(['all', 'digest-only', 'tag-only']);

/**
 * Conditions of single `[[registry]]` tables, and those between the tables of one file (`postProcessRegistries`).
 * Tables that are `broken` lack nothing: what is missing may stand where the syntax is wrong, which is reported.
 */
export function checkRegistries(
  tables: readonly RegistryTable[],
  broken: ReadonlySet<TableNode>,
  sink: ErrorSink,
): void {
  // where something could not be read, what a table lacks depends on what stands around it
  const sound = broken.size === 0 ? soundTables(sink) : undefined;
  for (const table of tables) {
    if (sound?.has(identityOf(table))) continue;
    const before = sink.count();
    checkTable(table, broken, sink);
    if (sink.count() === before) sound?.add(identityOf(table));
  }
  checkConflicts(tables, sink);
}

const soundFor = new WeakMap<Target, WeakSet<object>>();

/**
 * The tables in which a reader found nothing wrong. Kept while a file is edited only: in a file that is read once they
 * would be looked up in vain.
 */
function soundTables({ document: { tree }, target }: ErrorSink): WeakSet<object> | undefined {
  if (keptOf(tree) === undefined) return undefined;
  const sound = soundFor.get(target) ?? new WeakSet();
  soundFor.set(target, sound);
  return sound;
}

function checkTable(table: RegistryTable, broken: ReadonlySet<TableNode>, sink: ErrorSink): void {
  checkPlace(table, broken, sink);
  checkWildcard(table, sink);
  if (atLeast(sink.target.library, [5, 21, 0])) checkPullFromMirror(table, sink);
  for (const mirror of table.mirrors) checkMirror(mirror, broken, sink);
}

/** A key that is there with a value of the wrong type is a type error already, not a missing one. */
function isUnreadable(node: TableNode, key: string, bound: unknown): boolean {
  return bound === undefined && node.entries.some((entry) => foldKey(entry.key) === key);
}

function checkPlace(table: RegistryTable, broken: ReadonlySet<TableNode>, sink: ErrorSink): void {
  const { prefix, location } = table;
  checkScheme(location, sink);
  if (prefix !== undefined && prefix.value !== '') checkScheme(prefix, sink);
  if (isUnreadable(table.node, 'location', location) || isUnreadable(table.node, 'prefix', prefix)) return;
  const trimmedPrefix = trimSlashes(prefix?.value ?? '');
  const trimmedLocation = trimSlashes(location?.value ?? '');
  if (trimmedLocation !== '') return checkShortPrefix(table, sink);
  if (location === undefined && broken.has(table.node)) return;
  const span = location?.span ?? prefix?.span ?? table.headSpan;
  const old = !atLeast(sink.target.library, [5, 11, 0]);
  // `prefix = "/"` is not the empty prefix yet when this is decided upstream, but the outcome is an error all the same
  if ((prefix?.value ?? '') === '') {
    sink.add(
      'B3',
      span,
      old ? 'invalid location: cannot be empty' : 'invalid condition: both location and prefix are unset',
    );
  } else if (old) {
    sink.add(trimmedPrefix.startsWith('*.') ? 'B23' : 'B4', span, 'invalid location: cannot be empty');
  } else if (!trimmedPrefix.startsWith('*.')) {
    const condition = trimmedPrefix === '' ? 'B3' : 'B4';
    sink.add(
      condition,
      span,
      'invalid condition: location is unset and prefix is not in the format: *.example.com',
    );
  }
}

/** Releases that slice the first two characters of a prefix without looking at its length crash on shorter ones. */
function checkShortPrefix(table: RegistryTable, sink: ErrorSink): void {
  const { library } = sink.target;
  const own = table.prefix?.value ?? '';
  const prefix = trimSlashes(own === '' ? (table.location?.value ?? '') : own);
  const span = (own === '' ? table.location : table.prefix)?.span ?? table.headSpan;
  if (atLeast(library, [5, 11, 0]) && !atLeast(library, [5, 17, 0]) && prefix.length < 2) {
    sink.add('B22', span, 'panic: runtime error: slice bounds out of range', { value: prefix });
  }
  if (!atLeast(library, [5, 11, 0]) && prefix === '')
    sink.add('B3', span, 'invalid location: cannot be empty');
}

export function checkScheme(located: Located<string> | undefined, sink: ErrorSink): void {
  if (located === undefined) return;
  const value = trimSlashes(located.value);
  // `http://` alone loses its slashes before the check
  if (!hasScheme(value)) return;
  sink.add('B2', located.span, `invalid location '${located.value}': URI schemes are not supported`, {
    value,
  });
}

function checkWildcard(table: RegistryTable, sink: ErrorSink): void {
  if (!atLeast(sink.target.library, [5, 11, 0])) return;
  const own = table.prefix?.value ?? '';
  const source = own === '' ? table.location : table.prefix;
  const prefix = trimSlashes(source?.value ?? '');
  if (source === undefined || !prefix.startsWith('*.') || !/[/@:]/.test(prefix)) return;
  const message = `Wildcarded prefix should be in the format: *.example.com. Current prefix "${prefix}" is incorrectly formatted`;
  sink.add('B13', source.span, message, { value: prefix });
}

function checkPullFromMirror(table: RegistryTable, sink: ErrorSink): void {
  const own = table.pullFromMirror;
  const name = table.prefix?.value || table.location?.value || '';
  if (own !== undefined && own.value !== '') {
    const message = `pull-from-mirror must not be set for a non-mirror registry "${name}"`;
    sink.add('B5', own.span, message, { value: own.value });
  }
  const digestOnly = table.mirrorByDigestOnly;
  for (const { pullFromMirror: kind, location } of table.mirrors) {
    if (kind === undefined || kind.value === '') continue;
    if (digestOnly?.value === true) {
      const message = `cannot set mirror usage mirror-by-digest-only for the registry ("${name}") and pull-from-mirror for per-mirror ("${location?.value ?? ''}") at the same time`;
      const related = { span: digestOnly.span, message: 'mirror-by-digest-only is set here' };
      sink.add('B7', kind.span, message, { value: kind.value, related });
    }
    if (!pullKinds.has(kind.value)) {
      const message = `unsupported pull-from-mirror value "${kind.value}" for mirror "${location?.value ?? ''}"`;
      sink.add('B8', kind.span, message, { value: kind.value });
    }
  }
}

function checkMirror(mirror: MirrorTable, broken: ReadonlySet<TableNode>, sink: ErrorSink): void {
  checkScheme(mirror.location, sink);
  if (isUnreadable(mirror.node, 'location', mirror.location)) return;
  if (trimSlashes(mirror.location?.value ?? '') !== '') return;
  if (mirror.location === undefined && broken.has(mirror.node)) return;
  sink.add('B6', mirror.location?.span ?? mirror.headSpan, 'invalid condition: mirror location is unset');
}

/** Tables of one file with one location (or, without location, one prefix) must agree on insecure and blocked. */
function checkConflicts(tables: readonly RegistryTable[], sink: ErrorSink): void {
  if (!tables.some(({ insecure, blocked }) => insecure?.value === true || blocked?.value === true)) return;
  const first = new Map<string, RegistryTable>();
  for (const table of tables) {
    const location = trimSlashes(table.location?.value ?? '');
    const key = location === '' ? trimSlashes(table.prefix?.value ?? '') : location;
    if (key === '') continue;
    const other = first.get(key);
    if (other === undefined) first.set(key, table);
    else {
      checkConflict('insecure', 'B9', table, other, sink);
      checkConflict('blocked', 'B10', table, other, sink);
    }
  }
}

function checkConflict(
  field: 'insecure' | 'blocked',
  condition: 'B9' | 'B10',
  table: RegistryTable,
  other: RegistryTable,
  sink: ErrorSink,
): void {
  const here = table[field]?.value ?? false;
  const there = other[field]?.value ?? false;
  if (here === there) return;
  const name = table.location?.value ?? table.prefix?.value ?? '';
  const span = table[field]?.span ?? table.headSpan;
  const related = {
    span: other[field]?.span ?? other.headSpan,
    message: `this table of the same registry has ${field} = ${there}`,
  };
  const shown = trimSlashes(table.location?.value ?? '');
  const message = `registry '${shown}' is defined multiple times with conflicting '${field}' setting`;
  sink.add(condition, span, message, { value: name, related });
}
