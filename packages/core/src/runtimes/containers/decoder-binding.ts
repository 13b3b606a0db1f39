import type { Statement, SyntaxTree, TableNode, ValueNode } from '../../syntax/tree.ts';

/**
 * What the decoder (github.com/BurntSushi/toml, parse.go) has bound at one place. It knows fewer kinds of tables than
 * TOML does: a table may be opened again as long as the decoder still marks its path as implicit.
 */
type Bound = BoundTable | BoundTables | 'value';

interface BoundTable {
  readonly kind: 'table';
  readonly entries: Map<string, Bound>;
}

interface BoundTables {
  readonly kind: 'tables';
  last: BoundTable;
}

/** The marks that the decoder keeps per dotted path. Elements of one array share them. */
interface PathMarks {
  readonly children: Map<string, PathMarks>;
  implicit: boolean;
  /** The last value written to that path was an array in brackets. */
  array: boolean;
}

/** A place in which keys can be set. */
interface Context {
  readonly marks: PathMarks;
  readonly bound: Bound;
}

interface Binding {
  /** Since 1.6 a second array under one key is refused; before, the last one won (BurntSushi/toml#454). */
  readonly refusesSecondArray: boolean;
  readonly tasks: Task[];
  failed: boolean;
}

interface Task {
  readonly kind: 'visit' | 'put' | 'pair';
  readonly context: Context;
  readonly path: readonly string[];
  readonly value: ValueNode;
  readonly inArray: boolean;
}

/** The statements at which the decoder would find a key already defined, had it not stopped at the first. */
export function conflictingStatements(tree: SyntaxTree, refusesSecondArray: boolean): ReadonlySet<Statement> {
  const found = new Set<Statement>();
  const root = newContext();
  let current = root;
  for (const statement of tree.statements) {
    const binding: Binding = { refusesSecondArray, tasks: [], failed: false };
    if (statement.kind === 'key-value') bindPair(binding, current, statement.path, statement.value!);
    else if (statement.kind === 'error') {
      if (statement.table.headerSpan === statement.span) current = newContext();
    } else {
      const opened = openHeader(binding, root, statement.path, statement.kind === 'array-header');
      binding.failed = opened === undefined;
      current = opened ?? newContext();
    }
    if (binding.failed) found.add(statement);
  }
  return found;
}

function newContext(): Context {
  return { marks: newMarks(), bound: newTable() };
}

function newMarks(): PathMarks {
  return { children: new Map(), implicit: false, array: false };
}

function newTable(): BoundTable {
  return { kind: 'table', entries: new Map() };
}

function marksAt(context: Context, key: string): PathMarks {
  const known = context.marks.children.get(key);
  if (known !== undefined) return known;
  const made = newMarks();
  context.marks.children.set(key, made);
  return made;
}

function tableOf(bound: Bound): BoundTable | undefined {
  if (bound === 'value') return undefined;
  return bound.kind === 'table' ? bound : bound.last;
}

/** Sets a key; false when the decoder says that it is already defined. */
function put(binding: Binding, context: Context, key: string, value: Bound): boolean {
  const table = tableOf(context.bound);
  if (table === undefined) return false;
  if (table.entries.has(key)) {
    const marks = marksAt(context, key);
    if (!marks.array && !marks.implicit) return false;
    if (marks.array) {
      if (binding.refusesSecondArray && !marks.implicit) return false;
      table.entries.set(key, value);
    }
    marks.implicit = false;
    return true;
  }
  table.entries.set(key, value);
  return true;
}

/** Goes one level down, making the table or array element. */
function enter(binding: Binding, context: Context, key: string, isElement: boolean): Context | undefined {
  const table = tableOf(context.bound);
  if (table === undefined) return undefined;
  if (isElement) {
    const known = table.entries.get(key);
    if (known === undefined) table.entries.set(key, { kind: 'tables', last: newTable() });
    else if (known !== 'value' && known.kind === 'tables') known.last = newTable();
    else return undefined;
  } else if (!put(binding, context, key, newTable())) return undefined;
  return { marks: marksAt(context, key), bound: table.entries.get(key)! };
}

function openHeader(
  binding: Binding,
  root: Context,
  path: readonly string[],
  isElement: boolean,
): Context | undefined {
  let context = root;
  for (const key of path.slice(0, -1)) {
    const table = tableOf(context.bound)!;
    const marks = marksAt(context, key);
    if (!table.entries.has(key)) {
      marks.implicit = true;
      table.entries.set(key, newTable());
    }
    const bound = table.entries.get(key)!;
    if (tableOf(bound) === undefined) return undefined;
    context = { marks, bound };
  }
  const opened = enter(binding, context, path[path.length - 1]!, isElement);
  if (opened !== undefined) opened.marks.array = false;
  return opened;
}

function bindPair(binding: Binding, context: Context, path: readonly string[], value: ValueNode): void {
  binding.tasks.push({ kind: 'pair', context, path, value, inArray: false });
  for (let task = binding.tasks.pop(); task !== undefined; task = binding.tasks.pop()) {
    if (task.kind === 'pair') startPair(binding, task);
    else if (task.kind === 'put') finishPair(binding, task);
    else visit(binding, task);
  }
}

/** The tables of a dotted key, then the value, then the key itself. */
function startPair(binding: Binding, { context, path, value }: Task): void {
  let owner = context;
  for (const key of path.slice(0, -1)) {
    marksAt(owner, key).implicit = true;
    const inner = enter(binding, owner, key, false);
    if (inner === undefined) {
      binding.failed = true;
      return;
    }
    owner = inner;
  }
  const last = path.slice(-1);
  binding.tasks.push({ kind: 'put', context: owner, path: last, value, inArray: false });
  binding.tasks.push({ kind: 'visit', context: owner, path: last, value, inArray: false });
}

function finishPair(binding: Binding, { context, path, value }: Task): void {
  const key = path[0]!;
  const made = value.kind === 'table' ? tableOf(context.bound)?.entries.get(key) : undefined;
  if (!put(binding, context, key, made ?? 'value')) binding.failed = true;
  marksAt(context, key).array = value.kind === 'array';
}

function visit(binding: Binding, { context, path, value, inArray }: Task): void {
  const key = path[0]!;
  if (value.kind === 'array') {
    marksAt(context, key).array = true;
    for (let i = value.items.length - 1; i >= 0; i--)
      binding.tasks.push({ kind: 'visit', context, path, value: value.items[i]!, inArray: true });
  }
  if (value.kind !== 'table') return;
  marksAt(context, key).implicit = true;
  const inner = enter(binding, context, key, inArray);
  if (inner === undefined) {
    binding.failed = true;
    return;
  }
  const pairs = writtenPairs(value);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const pair = pairs[i]!;
    binding.tasks.push({ kind: 'pair', context: inner, path: pair.path, value: pair.value, inArray: false });
  }
}

interface Pair {
  readonly path: readonly string[];
  readonly value: ValueNode;
  readonly start: number;
}

/** The pairs of an inline table as they are written: dotted keys undone, in order. */
function writtenPairs(table: TableNode): readonly Pair[] {
  const pairs: Pair[] = [];
  const pending: { readonly node: TableNode; readonly prefix: readonly string[] }[] = [
    { node: table, prefix: [] },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { key, keySpan, value } of next.node.entries) {
      const path = [...next.prefix, key];
      if (value.kind === 'table' && value.style === 'dotted') pending.push({ node: value, prefix: path });
      else pairs.push({ path, value, start: keySpan.start });
    }
  }
  return pairs.sort((a, b) => a.start - b.start);
}
