import type { PlainValue } from '../../syntax/edit/plain-value.ts';
import { tomlKey, tomlValue } from '../../syntax/edit/toml-text.ts';
import type { ConfContent, ConfMirror, ConfRegistry } from './lower.ts';

/** First line of every file that is made as a whole; such a file may lose what the policy no longer asks for. */
export const madeByMirrorwright =
  '# Made by Mirrorwright from a mirror policy; edit the policy, not this file.';

type Line = readonly [string, PlainValue];

/** The keys of a registry table, in the order in which they are written. */
export function registryKeys(registry: ConfRegistry): readonly Line[] {
  const keys: Line[] = [['prefix', registry.prefix]];
  if (registry.location !== undefined) keys.push(['location', registry.location]);
  if (registry.insecure) keys.push(['insecure', true]);
  if (registry.blocked) keys.push(['blocked', true]);
  if (registry.digestOnly) keys.push(['mirror-by-digest-only', true]);
  return keys;
}

/** The keys of a mirror table, in the order in which they are written. */
export function mirrorKeys(mirror: ConfMirror): readonly Line[] {
  const keys: Line[] = [['location', mirror.location]];
  if (mirror.insecure) keys.push(['insecure', true]);
  if (mirror.pullFromMirror !== undefined) keys.push(['pull-from-mirror', mirror.pullFromMirror]);
  return keys;
}

/** The keys above all tables, in the order in which they are written. */
export function topKeys(content: ConfContent): readonly Line[] {
  const keys: Line[] = [];
  if (content.search !== undefined) keys.push(['unqualified-search-registries', content.search]);
  if (content.credentialHelpers !== undefined) keys.push(['credential-helpers', content.credentialHelpers]);
  if (content.shortNameMode !== undefined) keys.push(['short-name-mode', content.shortNameMode]);
  if (content.layerStoreAuthHelper !== undefined)
    keys.push(['additional-layer-store-auth-helper', content.layerStoreAuthHelper]);
  return keys;
}

/** A registry table with its mirrors, a blank line before each mirror. */
export function registryLines(registry: ConfRegistry): readonly string[] {
  const lines = ['[[registry]]', ...registryKeys(registry).map(line)];
  for (const mirror of registry.mirrors) lines.push('', ...mirrorLines(mirror));
  return lines;
}

/** A mirror table. */
export function mirrorLines(mirror: ConfMirror): readonly string[] {
  return ['[[registry.mirror]]', ...mirrorKeys(mirror).map(line)];
}

/** The table of aliases. */
export function aliasLines(aliases: ReadonlyMap<string, string>): readonly string[] {
  return ['[aliases]', ...[...aliases].map(line)];
}

/** The text of a new registries.conf file. */
export function writeRegistriesConf(content: ConfContent): string {
  const lines = [madeByMirrorwright];
  const top = topKeys(content).map(line);
  if (top.length > 0) lines.push('', ...top);
  for (const registry of content.registries) lines.push('', ...registryLines(registry));
  if (content.aliases.size > 0) lines.push('', ...aliasLines(content.aliases));
  return `${lines.join('\n')}\n`;
}

function line([key, value]: Line): string {
  return `${tomlKey(key)} = ${tomlValue(value, 'basic')}`;
}
