import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupFiles } from '../snapshot/group.ts';
import { createNode, parseSnapshot } from '../snapshot/parse.ts';
import { rules } from './registry.ts';
import { lint } from './run.ts';
import { arbitraryMixed, arbitraryV1, arbitraryV2 } from './testing/arbitrary-conf.ts';
import { targetNamed } from './testing/lint-text.ts';

const targets = ['podman@5.8', 'podman@6.0', 'skopeo@1.9.3', 'podman@3.0', 'podman@4.0'].map(targetNamed);

/** Values that break files, put in the place of good ones. */
const faults: readonly string[] = [
  '"https://x.corp.example"',
  '""',
  '"*.corp.example/path"',
  '"*.corp.example"',
  '"/"',
  '"x"',
  'true',
  '["a_b"]',
  '[""]',
  '{ a = 1 }',
  '"Digest-Only"',
  'x y',
  '',
];

const spoilt = fc
  .tuple(
    fc.oneof(arbitraryV2, arbitraryV2, arbitraryV1, arbitraryMixed),
    fc.nat(50),
    fc.constantFrom(...faults),
    fc.boolean(),
  )
  .map(([text, at, fault, spoil]) => {
    const values = [...text.matchAll(/= (.*)/g)];
    const value = spoil ? values[at % Math.max(1, values.length)] : undefined;
    if (value === undefined) return text;
    const start = value.index + 2;
    return text.slice(0, start) + fault + text.slice(start + value[1]!.length);
  });

it('lint has a fatal finding for a file exactly when its reader would refuse it', () => {
  fc.assert(
    fc.property(spoilt, fc.constantFrom(...targets), (text, target) => {
      const node = parseSnapshot(groupFiles([{ path: 'registries.conf', text }])[0]!);
      const { loadErrors } = createNode(node, target).config();
      const fatal = lint({ nodes: [node], targets: [target], rules }).findings.filter(
        (finding) => finding.fatal,
      );
      const conditions = [...new Set(loadErrors.map(({ condition }) => condition))].sort();
      expect(fatal.length > 0, conditions.join(', ')).toBe(loadErrors.length > 0);
    }),
    { numRuns: 1000 },
  );
});
