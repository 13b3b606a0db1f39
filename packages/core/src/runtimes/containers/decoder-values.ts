import { hasNoNumbers } from '../../syntax/toml/parse.ts';
import type { ScalarNode, SyntaxProblem, SyntaxTree, ValueNode } from '../../syntax/tree.ts';

/** How a build of the decoder reads dates. */
export interface DateReading {
  /** `07:32` without seconds. */
  readonly shortTimes: boolean;
  /** `7:32:00` with one digit for the hour. */
  readonly shortHours: boolean;
  /** Offsets of more than a day. */
  readonly wideOffsets: boolean;
}

const DATE =
  /^(?:(\d{4})-(\d\d)-(\d\d))?(?:(?:^|[Tt ])(\d\d?):(\d\d)(?::(\d\d)(\.\d+)?)?)?([Zz]|[+-]\d\d:\d\d)?$/;

/** Whether Go's time package reads a word that TOML does not take for a date or time. */
export function readsAsDate(word: string, reading: DateReading): boolean {
  const match = DATE.exec(word);
  if (match === null) return false;
  const [, year, month, day, hour, minute, second, , zone] = match;
  if (year !== undefined && !isDay(Number(year), Number(month), Number(day))) return false;
  if (hour === undefined) return year !== undefined && zone === undefined;
  if (hour.length === 1 && !reading.shortHours) return false;
  if (second === undefined && !reading.shortTimes) return false;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return false;
  return zone === undefined || (year !== undefined && isZone(zone, reading));
}

function isDay(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (days[month - 1] ?? 0);
}

function isZone(zone: string, reading: DateReading): boolean {
  if (zone.length === 1 || reading.wideOffsets) return true;
  return Number(zone.slice(1, 3)) <= 24 && Number(zone.slice(4)) <= 60;
}

/** Values that TOML allows and Go refuses: leap seconds, and floats beyond 64 bits. In no particular order. */
export function refusedValues(tree: SyntaxTree): readonly SyntaxProblem[] {
  const found: SyntaxProblem[] = [];
  if (hasNoNumbers(tree)) return found;
  const pending: ValueNode[] = [tree.root];
  const look = (node: ValueNode): void => {
    if (node.kind === 'scalar') checkScalar(tree, node, found);
    else pending.push(node);
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'array') for (const item of node.items) look(item);
    else if (node.kind === 'table') for (const { value } of node.entries) look(value);
  }
  return found;
}

function checkScalar(tree: SyntaxTree, node: ScalarNode, found: SyntaxProblem[]): void {
  const { type, span } = node;
  if (type === 'string' || type === 'boolean' || type === 'integer') return;
  const text = tree.source.slice(span);
  if (type === 'float') {
    if (Math.abs(Number(node.value)) === Infinity && !text.endsWith('inf'))
      found.push({ id: 'float-out-of-range', message: `${text} does not fit into a 64-bit float.`, span });
  } else if (/\d\d:\d\d:60/.test(text))
    found.push({ id: 'leap-second', message: `${text} has a second that Go's clock does not know.`, span });
}
