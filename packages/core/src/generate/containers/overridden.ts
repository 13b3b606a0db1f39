import type { Loss } from '../../model/node-file.ts';
import type { Target } from '../../model/target.ts';
import { trimmed } from '../../policy/resolve.ts';
import type { EffectiveConfig, EffectiveRegistry } from '../../runtimes/containers/config.ts';
import { createNode, parseSnapshot } from '../../snapshot/parse.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { GeneratedFile } from '../generated.ts';
import type { IntendedRegistry, Intent } from '../intent.ts';
import type { ConfRegistry } from './lower.ts';

/**
 * What other files of the node, read later than those made, say otherwise: the policy asks for it and the node does
 * not do it. Only for the files of a whole node, where the order of reading is known.
 */
export function overridden(
  intent: Intent,
  registries: readonly ConfRegistry[],
  files: readonly GeneratedFile[],
  target: Target,
  existing: Snapshot,
): readonly Loss[] {
  if (!existing.rooted || existing.files.length === 0 || files.length === 0) return [];
  const config = effectiveConfig(files, target, existing);
  if (config.loadErrors.length > 0) return [];
  const lose = (field: string, path: string, what: string): Loss => ({
    field,
    dialect: target.id,
    reason: `${path} is read later and says otherwise of ${what}: change it, or give the file made a later name`,
  });
  const losses: Loss[] = [];
  const fields = new Map(intent.registries.map((registry) => [registry.name, registry]));
  const effective = new Map(config.registries.map((registry) => [registry.prefix, registry]));
  for (const wanted of registries) {
    const found = effective.get(wanted.prefix);
    if (found === undefined || isSame(found, wanted)) continue;
    const { field } = fields.get(wanted.prefix) as IntendedRegistry;
    losses.push(lose(field, found.origin.path, wanted.prefix));
  }
  const { searchRegistries, shortNameMode, shortNameModeOrigin } = config;
  if (intent.search !== undefined && searchRegistries?.values.join() !== intent.search.join())
    losses.push(lose('search', searchRegistries?.path ?? 'another file', 'the registries to search'));
  if (intent.shortNames !== undefined && shortNameModeOrigin && shortNameMode !== intent.shortNames)
    losses.push(lose('shortNames', shortNameModeOrigin.path, 'the mode of short names'));
  for (const [name, value] of intent.aliases) {
    const alias = config.aliases.get(name);
    if (alias !== undefined && alias.value !== value)
      losses.push(lose(`aliases[${JSON.stringify(name)}]`, alias.origin.path, name));
  }
  return losses;
}

function effectiveConfig(
  files: readonly GeneratedFile[],
  target: Target,
  existing: Snapshot,
): EffectiveConfig {
  const texts = new Map(existing.files.map(({ path, text }) => [path.replace(/^\/+/, ''), text]));
  for (const { path, content } of files) texts.set(path.replace(/^\/+/, ''), content);
  const all = [...texts].map(([path, text]) => ({ path, text }));
  return createNode(parseSnapshot({ ...existing, files: all }), target).config();
}

function isSame(found: EffectiveRegistry, wanted: ConfRegistry): boolean {
  return (
    found.location === (wanted.location ?? '') &&
    found.insecure === wanted.insecure &&
    found.blocked === wanted.blocked &&
    (found.mirrorByDigestOnly === wanted.digestOnly || found.mirrors.length === 0) &&
    found.mirrors.length === wanted.mirrors.length &&
    found.mirrors.every((mirror, index) => {
      const want = wanted.mirrors[index]!;
      return (
        trimmed(mirror.location) === want.location &&
        mirror.insecure === want.insecure &&
        mirror.pullFromMirror === (want.pullFromMirror ?? 'all')
      );
    })
  );
}
