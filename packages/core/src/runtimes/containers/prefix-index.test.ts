import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRegistriesConf } from '../../dialects/registries-conf/read.ts';
import { matchPrefix } from '../../model/prefix.ts';
import { sourceText } from '../../text/source.ts';
import type { EffectiveConfig, EffectiveRegistry } from './config.ts';
import { loadConfig } from './load.ts';
import { findRegistry } from './match.ts';
import { defaultTarget, parseTarget } from './targets.ts';

const part = fc.constantFrom('a', 'b', 'corp', 'x.y', 'a.corp', 'a:1', 'b@c', '*', '*.corp', '.corp');
const name = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom('/', '.', ':'))
  .map(([parts, by]) => parts.join(by));
const prefix = fc.oneof(
  name,
  name.map((text) => `*.${text}`),
);

function configOf(prefixes: readonly string[], old: boolean): EffectiveConfig {
  const text = prefixes
    .map((one) => `[[registry]]\nprefix = "${one}"\nlocation = "l.corp.example"\n`)
    .join('');
  const parsed = old ? parseTarget('podman@3.0') : undefined;
  const target = parsed?.ok ? parsed.target : defaultTarget;
  const document = readRegistriesConf('registries.conf', sourceText(text));
  return loadConfig([{ document, role: 'main' }], target);
}

/** As upstream writes it: every table is looked at. */
function byLooking(
  config: EffectiveConfig,
  reference: string,
  wildcards: boolean,
): EffectiveRegistry | undefined {
  let best: EffectiveRegistry | undefined;
  for (const registry of config.registries) {
    const better = best === undefined || registry.prefix.length > best.prefix.length;
    if (better && registry.prefix !== '' && matchPrefix(reference, registry.prefix, wildcards) !== -1)
      best = registry;
  }
  return best;
}

test('the index finds the table that looking at all of them finds', () => {
  fc.assert(
    fc.property(fc.array(prefix, { maxLength: 12 }), name, fc.boolean(), (prefixes, reference, old) => {
      const config = configOf(prefixes, old);
      expect(findRegistry(config, reference)?.registry).toBe(byLooking(config, reference, !old));
    }),
    { numRuns: 1500 },
  );
});

test('a name with thousands of slashes is matched too', () => {
  const config = configOf(['a', 'a/a'], false);
  expect(findRegistry(config, `a${'/a'.repeat(50_000)}`)?.registry.prefix).toBe('a/a');
});
