import type { NodeTable } from './registries.ts';
import type { Traits } from './releases.ts';

/** What the operator's own template of registries.conf searches. */
export const templateSearch: readonly string[] = ['registry.access.redhat.com', 'docker.io'];

/** The template of registries.conf, which stays where the operator writes none. */
export const templateRegistriesConf =
  "unqualified-search-registries = ['registry.access.redhat.com', 'docker.io']\n";

/** registries.conf, or the search drop-in, as the operator's encoder writes it. */
export function encodeRegistries(
  search: readonly string[],
  tables: readonly NodeTable[],
  traits: Traits,
): string {
  const lines = [
    `unqualified-search-registries = [${search.map(tomlString).join(', ')}]`,
    'short-name-mode = ""',
    ...(traits.layerStoreHelper ? ['additional-layer-store-auth-helper = ""'] : []),
    ...tables.flatMap((table) => tableLines(table, traits)),
  ];
  return `${lines.join('\n')}\n`;
}

function tableLines(table: NodeTable, { mirrorSets }: Traits): readonly string[] {
  const { prefix, location, insecure, blocked, mirrors } = table;
  return [
    '',
    '[[registry]]',
    `  prefix = ${tomlString(prefix)}`,
    ...(location === '' ? [] : [`  location = ${tomlString(location)}`]),
    ...(insecure ? ['  insecure = true'] : []),
    ...(blocked ? ['  blocked = true'] : []),
    ...(mirrors.length > 0 && !mirrorSets ? ['  mirror-by-digest-only = true'] : []),
    ...mirrors.flatMap((mirror) => [
      '',
      '  [[registry.mirror]]',
      `    location = ${tomlString(mirror.location)}`,
      ...(mirror.insecure ? ['    insecure = true'] : []),
      ...(mirrorSets ? [`    pull-from-mirror = "${mirror.pull}"`] : []),
    ]),
  ];
}

const tomlEscapes: ReadonlyMap<string, string> = new Map([
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

/** A basic string as BurntSushi/toml writes it. */
function tomlString(text: string): string {
  const escaped = text.replace(
    /[\u0000-\u001f"\\\u007f]/g,
    (character) => tomlEscapes.get(character) ?? escapedUnit(character),
  );
  return `"${escaped}"`;
}

/** What JSON is made of; a map keeps the order of its keys, which an object does not for those that are numbers. */
export type JsonValue =
  | string
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
  | { readonly [key: string]: JsonValue };

/** JSON as Go writes it: markup characters and line separators escaped; an indentation of 0 is one line. */
export function goJson(value: JsonValue, indent: number): string {
  return jsonText(value, indent, '\n').replace(/[<>&\u2028\u2029]/g, escapedUnit);
}

function jsonText(value: JsonValue, indent: number, newLine: string): string {
  if (typeof value === 'string') return JSON.stringify(value);
  const inner = newLine + ' '.repeat(indent);
  if (Array.isArray(value))
    return enclosed(
      '[',
      ']',
      value.map((item) => jsonText(item, indent, inner)),
    );
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const colon = indent === 0 ? ':' : ': ';
  return enclosed(
    '{',
    '}',
    entries.map(([key, item]) => JSON.stringify(key) + colon + jsonText(item, indent, inner)),
  );

  function enclosed(open: string, close: string, parts: readonly string[]): string {
    if (parts.length === 0) return open + close;
    if (indent === 0) return open + parts.join(',') + close;
    return open + inner + parts.join(`,${inner}`) + newLine + close;
  }
}

function escapedUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const goEscapes: ReadonlyMap<string, string> = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

/** A text in quotes as Go's `%q` writes it: what cannot be printed is escaped. */
export function goQuoted(text: string): string {
  return `"${text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, goEscaped)}"`;
}

function goEscaped(character: string): string {
  const known = goEscapes.get(character);
  if (known !== undefined) return known;
  const point = character.codePointAt(0)!;
  const hex = point.toString(16);
  if (point < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
