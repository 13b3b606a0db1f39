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
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

/** A basic string as BurntSushi/toml writes it. */
function tomlString(text: string): string {
  const escaped = text.replace(
    /[\u0000-\u001f"\\\u007f]/g,
    (character) =>
      tomlEscapes.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

/** JSON as Go writes it: markup characters and line separators escaped. */
export function goJson(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
