import type { Target } from '../../model/target.ts';
import { defaultTarget } from '../../runtimes/containers/targets.ts';
import { createNode, parseSnapshot } from '../../snapshot/parse.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

/** What a reader holds of a node, without places: comparable by value. */
export interface Effective {
  readonly errors: readonly string[];
  readonly registries: ReadonlyMap<string, EffectiveTable>;
  readonly search: readonly string[] | undefined;
  readonly mode: string | undefined;
  readonly helpers: readonly string[];
}

export interface EffectiveTable {
  readonly location: string;
  readonly insecure: boolean;
  readonly blocked: boolean;
  readonly digestOnly: boolean;
  readonly mirrors: readonly string[];
}

export function effective(snapshot: Snapshot, target: Target = defaultTarget): Effective {
  const config = createNode(parseSnapshot(snapshot), target).config();
  const registries = config.registries.map((registry): readonly [string, EffectiveTable] => [
    registry.prefix,
    {
      location: registry.location,
      insecure: registry.insecure,
      blocked: registry.blocked,
      digestOnly: registry.mirrorByDigestOnly,
      mirrors: registry.mirrors.map(
        ({ location, insecure, pullFromMirror }) => `${location} ${insecure} ${pullFromMirror}`,
      ),
    },
  ]);
  return {
    errors: config.loadErrors.map(({ condition }) => condition),
    registries: new Map(registries),
    search: config.searchRegistries?.values,
    mode: config.shortNameModeOrigin === undefined ? undefined : config.shortNameMode,
    helpers: config.credentialHelpers,
  };
}
