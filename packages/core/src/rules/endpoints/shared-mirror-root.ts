import type { EffectiveMirror, EffectiveRegistry } from '../../runtimes/containers/config.ts';
import { isPlaced, mirrorSpan } from '../facts/tables.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const sharedMirrorRoot: Rule = {
  meta: {
    code: 'MW306',
    name: 'shared-mirror-root',
    family: 'endpoints',
    severity: 'warning',
    summary: 'Two registries share one mirror without a path of their own.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C32'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ node }) {
    const { registries } = node.config();
    if (areDistinct(registries)) return;
    const first = new Map<string, EffectiveRegistry>();
    for (const registry of registries) {
      if (!isPlaced(registry)) continue;
      for (const mirror of registry.mirrors) {
        const other = mirror.location === '' ? registry : first.get(mirror.location);
        if (other === undefined) first.set(mirror.location, registry);
        else if (other !== registry) yield shared(registry, mirror, other);
      }
    }
  },
};

/** Whether no mirror stands twice, as in most files. A set is half the work of a map. */
function areDistinct(registries: readonly EffectiveRegistry[]): boolean {
  const locations = new Set<string>();
  let count = 0;
  for (const { mirrors } of registries) {
    for (const { location } of mirrors) locations.add(location);
    count += mirrors.length;
  }
  return locations.size === count;
}

function shared(registry: EffectiveRegistry, mirror: EffectiveMirror, other: EffectiveRegistry): RuleFinding {
  const { location } = mirror;
  const twin = other.mirrors.find((one) => one.location === location)!;
  const digests = registry.mirrorByDigestOnly || mirror.pullFromMirror === 'digest-only';
  return {
    path: registry.origin.path,
    span: mirrorSpan(mirror),
    severity: digests ? 'info' : 'warning',
    message: `The mirror ${location} serves ${registry.prefix} and ${other.prefix} at one place.`,
    why: 'Repositories of the same name in both are one on the mirror: whichever was put there is what both names give.',
    advice: `Give each a path of its own, e.g. ${location}/${registry.prefix.split(/[./:]/)[0]}.`,
    related: [{ origin: { path: other.origin.path, span: mirrorSpan(twin) }, message: 'the other one' }],
  };
}
