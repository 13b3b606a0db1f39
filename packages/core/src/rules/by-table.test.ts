import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNode, parseSnapshot } from '../snapshot/parse.ts';
import { rootUser } from '../snapshot/snapshot.ts';
import { targetNamed } from '../testing/node.ts';
import { completeFinding, sortFindings } from './merge.ts';
import { rules } from './registry.ts';
import { lint } from './run.ts';
import { arbitraryV2 } from './testing/arbitrary-conf.ts';
import { arbitraryTables } from './testing/arbitrary-tables.ts';

const byTable = rules.filter(({ checkTable }) => checkTable !== undefined);
const target = targetNamed('podman@5.8');

describe('rules that judge tables one by one', () => {
  it('are about registries.conf and the whole node', () => {
    expect(byTable.length).toBeGreaterThan(20);
    for (const { meta } of byTable) {
      expect(meta).toMatchObject({ appliesTo: ['registries-conf'], scope: 'node' });
    }
  });

  it('find the same when they are asked for all tables at once', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.oneof(arbitraryTables, arbitraryV2), (text) => {
        const files = [{ path: 'registries.conf', text }];
        const parsed = parseSnapshot({ files, rooted: false, user: rootUser, unreadable: [] });
        const node = createNode(parsed, target);
        const document = parsed.documents[0];
        if (document === undefined) return;
        const asked = byTable.flatMap(({ meta, check }) =>
          [...check({ document, node, target })].map((finding) => completeFinding(meta, finding, target.id)),
        );
        const all = lint({ nodes: [parsed], targets: [target], rules: byTable });
        expect(all.findings).toEqual(sortFindings(asked));
        found += asked.length;
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(100);
  });
});
