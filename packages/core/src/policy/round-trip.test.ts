import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceText } from '../text/source.ts';
import * as edit from './edit.ts';
import { plainPolicy } from './plain.ts';
import { readMirrorPolicy } from './read.ts';
import {
  newMirrorPolicy,
  type PlainMirror,
  type PlainPolicy,
  type PlainUpstream,
  writeMirrorPolicy,
} from './write.ts';

const name = fc.oneof(
  fc.constantFrom(
    'docker.io',
    '*.corp.example',
    'a.example:5000/x',
    '192.0.2.1',
    '192.0.2.1:5000',
    '1.5',
    'true',
    '0x1',
    '12:30',
    '2001-01-01',
    '__proto__',
    '~',
    '- a',
    'a: b',
    '#x',
    "it's",
    '"',
  ),
  fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.isWellFormed()),
);

/** A record of which only the required keys are always there. */
function record<T>(
  model: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  requiredKeys: readonly string[],
): fc.Arbitrary<T> {
  return fc.record(model, { requiredKeys: [...requiredKeys] }) as fc.Arbitrary<T>;
}

const mirror = record<PlainMirror>(
  {
    location: name,
    style: fc.constantFrom('plain', 'by-source', 'harbor'),
    project: name,
    pull: fc.constantFrom('all', 'digest', 'tag'),
    insecure: fc.boolean(),
    ca: name,
  },
  ['location'],
);
const upstream = record<PlainUpstream>(
  {
    registry: name,
    location: name,
    insecure: fc.boolean(),
    fallback: fc.constantFrom('keep', 'block'),
    pull: fc.constantFrom('all', 'digest'),
    mirrors: fc.array(mirror, { minLength: 1, maxLength: 3 }),
  },
  ['registry'],
);
const names = fc.array(name, { maxLength: 4 });
const named = fc.array(fc.tuple(name, name), { minLength: 1, maxLength: 3 }).map((pairs) => new Map(pairs));
const policies = record<PlainPolicy>(
  {
    targets: fc.array(name, { minLength: 1, maxLength: 2 }),
    upstreams: fc.array(upstream, { minLength: 1, maxLength: 3 }),
    insecure: names,
    blocked: names,
    allowed: names,
    rejected: names,
    search: names,
    shortNames: fc.constantFrom('enforcing', 'permissive', 'disabled'),
    aliases: named,
    credentialHelpers: names,
    layerStoreAuthHelper: name,
    cas: named,
  },
  [],
);

function read(text: string): edit.PolicyDocument {
  return readMirrorPolicy('mirror-policy.yaml', sourceText(text));
}

describe('a mirror policy', () => {
  it('says after reading what was written', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const { model, tree } = read(writeMirrorPolicy(policy));
        expect([tree.problems, model.problems]).toEqual([[], []]);
        expect(plainPolicy(model)).toEqual(policy);
      }),
      { numRuns: 200 },
    );
  });

  it('says the same when it is built by edits', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        let document = read(newMirrorPolicy());
        const apply = (change: (current: edit.PolicyDocument) => ReturnType<typeof edit.setField>): void => {
          document = edit.applyPolicyEdits(document, change(document));
        };
        const { upstreams = [], aliases, cas, ...rest } = policy;
        upstreams.forEach(({ mirrors = [], ...own }, index) => {
          apply((current) => edit.addUpstream(current, own));
          for (const each of mirrors) apply((current) => edit.addMirror(current, index, each));
        });
        for (const [key, value] of Object.entries({ targets: undefined, ...rest }))
          apply((current) => edit.setField(current, [key], value as never));
        for (const [key, value] of aliases ?? []) apply((current) => edit.setAlias(current, key, value));
        for (const [key, value] of cas ?? []) apply((current) => edit.setCa(current, key, value));
        expect([document.tree.problems, document.model.problems]).toEqual([[], []]);
        expect(plainPolicy(document.model)).toEqual(policy);
      }),
      { numRuns: 100 },
    );
  });

  it('is not touched by setting what it says already', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const document = read(writeMirrorPolicy(policy));
        for (const [key, value] of Object.entries(policy)) {
          if (value instanceof Map || key === 'upstreams') continue;
          expect(edit.setField(document, [key], value as never)).toEqual([]);
        }
        policy.upstreams?.forEach((each, index) => {
          expect(edit.setUpstream(document, index, 'registry', each.registry)).toEqual([]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('gets its bytes back when what was added is removed', () => {
    fc.assert(
      fc.property(policies, upstream, (policy, added) => {
        const document = read(writeMirrorPolicy(policy));
        const grown = edit.applyPolicyEdits(document, edit.addUpstream(document, added));
        const back = edit.applyPolicyEdits(grown, edit.removeUpstream(grown, policy.upstreams?.length ?? 0));
        expect(back.source.text).toBe(document.source.text);
      }),
      { numRuns: 60 },
    );
  });
});
