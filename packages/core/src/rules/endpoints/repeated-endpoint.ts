import type { EffectiveRegistry } from '../../runtimes/containers/config.ts';
import { removeTable } from '../../syntax/edit/index.ts';
import type { Span } from '../../text/span.ts';
import { byTable, nothing } from '../by-table.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const repeatedEndpoint: Rule = {
  meta: {
    code: 'MW305',
    name: 'repeated-endpoint',
    family: 'endpoints',
    severity: 'warning',
    summary: 'A mirror is the source itself, or stands twice.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C30'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  ...byTable(({ registry, path }) => (repeats(registry) ? [...repeated(registry, path)] : nothing)),
};

function* repeated(registry: EffectiveRegistry, path: string): Iterable<RuleFinding> {
  const seen = new Map<string, Span>();
  for (const { location, table, origin } of registry.mirrors) {
    const key = `${location} ${table.pullFromMirror?.value ?? ''}`;
    const first = seen.get(key);
    const isSource = location === registry.location;
    if (first === undefined) seen.set(key, origin.span);
    if (location === '' || (first === undefined && !isSource)) continue;
    const edits = table.node.style === 'element' ? removeTable(registry.document.tree, table.node) : [];
    yield {
      path,
      span: table.location?.span ?? origin.span,
      severity: isSource ? 'info' : 'warning',
      message: isSource
        ? `The mirror ${location} is the source itself.`
        : `The mirror ${location} stands twice.`,
      why: 'It is asked twice, which helps nobody and doubles the wait when it does not answer.',
      advice: 'Remove it.',
      fixes:
        edits.length === 0
          ? []
          : [
              {
                title: 'Remove the mirror',
                safety: 'safe',
                edits: edits.map((edit) => ({ ...edit, path })),
              },
            ],
    };
  }
}

/** Whether any location stands twice. Most tables have few mirrors, and none that does. */
function repeats({ mirrors, location }: EffectiveRegistry): boolean {
  if (mirrors.length > 8) return true;
  return mirrors.some(
    (mirror, index) =>
      mirror.location === location ||
      mirrors.some((other, at) => at < index && other.location === mirror.location),
  );
}
