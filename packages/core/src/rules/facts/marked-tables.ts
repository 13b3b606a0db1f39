import type { EffectiveConfig, EffectiveRegistry } from '../../runtimes/containers/config.ts';
import { remembered } from '../../text/remembered.ts';

/** The tables in force that are not like most; each list in byte order of the prefixes. */
export interface MarkedTables {
  readonly blocked: readonly EffectiveRegistry[];
  readonly insecure: readonly EffectiveRegistry[];
  /** Those with a mirror that is insecure. */
  readonly insecureMirrors: readonly EffectiveRegistry[];
  readonly wildcards: readonly EffectiveRegistry[];
  /** Those without mirrors. */
  readonly bare: readonly EffectiveRegistry[];
}

const known = remembered<EffectiveConfig, MarkedTables>();

/** Found in one walk over all tables, which many rules share. */
export function markedTables(config: EffectiveConfig): MarkedTables {
  return known.get(config) ?? known.set(config, collect(config.registries));
}

function collect(registries: readonly EffectiveRegistry[]): MarkedTables {
  const blocked: EffectiveRegistry[] = [];
  const insecure: EffectiveRegistry[] = [];
  const insecureMirrors: EffectiveRegistry[] = [];
  const wildcards: EffectiveRegistry[] = [];
  const bare: EffectiveRegistry[] = [];
  for (const registry of registries) {
    if (registry.blocked) blocked.push(registry);
    if (registry.insecure) insecure.push(registry);
    if (registry.prefix.startsWith('*.')) wildcards.push(registry);
    if (registry.mirrors.length === 0) bare.push(registry);
    else if (registry.mirrors.some((mirror) => mirror.insecure)) insecureMirrors.push(registry);
  }
  return { blocked, insecure, insecureMirrors, wildcards, bare };
}
