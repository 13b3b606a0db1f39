import type { EffectiveRegistry } from '../../runtimes/containers/config.ts';
import { markedTables } from '../facts/marked-tables.ts';
import { place } from '../facts/tables.ts';
import type { Rule } from '../rule.ts';

export const narrowerTableHidesMirrors: Rule = {
  meta: {
    code: 'MW217',
    name: 'narrower-table-hides-mirrors',
    family: 'matching',
    severity: 'warning',
    summary: 'A narrower table hides the mirrors of a broader one.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C11'],
    cites: ['https://github.com/openshift/machine-config-operator/pull/2819'],
  },
  *check({ node }) {
    const config = node.config();
    const narrow = markedTables(config).bare.filter(mayBeNarrower);
    if (narrow.length === 0) return;
    const byPrefix = new Map(config.registries.map((registry) => [registry.prefix, registry]));
    for (const { registry, path, prefixSpan } of narrow.flatMap(place)) {
      const broader = broaderWithMirrors(registry.prefix, byPrefix);
      if (broader === undefined) continue;
      yield {
        path,
        span: prefixSpan,
        message: `${registry.prefix} has a table of its own and so none of the mirrors of ${broader.prefix}.`,
        why: 'The longest prefix wins whole: mirrors, insecure and blocked of broader tables are not inherited.',
        advice:
          'Repeat the mirrors here, each with the rest of the path appended, if these images are on them.',
        related: [{ origin: broader.origin, message: 'the mirrors are here' }],
      };
    }
  },
};

/** A path that is left where it is. */
function mayBeNarrower({ prefix, location }: EffectiveRegistry): boolean {
  return location === prefix && prefix.includes('/') && !prefix.startsWith('*.');
}

function broaderWithMirrors(
  prefix: string,
  byPrefix: ReadonlyMap<string, EffectiveRegistry>,
): EffectiveRegistry | undefined {
  for (let slash = prefix.lastIndexOf('/'); slash > 0; slash = prefix.lastIndexOf('/', slash - 1)) {
    const broader = byPrefix.get(prefix.slice(0, slash));
    if (broader !== undefined) return broader.mirrors.length > 0 ? broader : undefined;
  }
  return undefined;
}
