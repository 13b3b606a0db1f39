import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parsed } from '../dialects/document.ts';
import type { RegistriesConf } from '../dialects/registries-conf/model.ts';
import { rules } from '../rules/registry.ts';
import { lint } from '../rules/run.ts';
import { arbitraryMixed, arbitraryV2 } from '../rules/testing/arbitrary-conf.ts';
import { arbitraryTables } from '../rules/testing/arbitrary-tables.ts';
import { targetNamed } from '../testing/node.ts';
import { type ParsedSnapshot, parseSnapshot } from './parse.ts';
import { rootUser, type Snapshot, type SnapshotFile } from './snapshot.ts';

// one of today, one before pull-from-mirror, one before wildcards
const targets = [targetNamed('podman@5.8'), targetNamed('podman@4.0'), targetNamed('skopeo@1.2.0')];

function snapshotOf(text: string, beside: readonly SnapshotFile[] = []): Snapshot {
  const files = [{ path: 'registries.conf', text }, ...beside];
  return { files, rooted: false, user: rootUser, unreadable: [] };
}

/** A drop-in that nobody edits, and whose tables meet those of the main file. */
const dropIn = {
  path: 'registries.conf.d/50-site.conf',
  text: '[[registry]]\nlocation = "r1.example"\ninsecure = true\n[[registry]]\nprefix = "*.example"\nblocked = true\n',
};

function findings(parsed: ParsedSnapshot): unknown {
  return lint({ nodes: [parsed], targets, rules });
}

/** What a table is known by says nothing of the file. */
function withoutIdentities(document: Parsed | undefined): unknown {
  if (document === undefined) return undefined;
  const model = document.model as RegistriesConf;
  return { ...model, registries: model.registries.map(({ identity: _, ...table }) => table) };
}

function expectSame(after: ParsedSnapshot, full: ParsedSnapshot): void {
  const [one, other] = [after.documents[0], full.documents[0]];
  expect(one?.tree.root).toEqual(other?.tree.root);
  expect(one?.tree.comments).toEqual(other?.tree.comments);
  expect(one?.tree.problems).toEqual(other?.tree.problems);
  expect(one?.tree.statements).toEqual(other?.tree.statements);
  expect(withoutIdentities(one)).toEqual(other?.model);
  expect(findings(after)).toEqual(findings(full));
}

const pasted = fc.constantFrom(
  ...['', '', 'x', '/', '"', "'''", '"""', '#', '[', ']]', '\n', '\r\n', '\r', '.', '=', '{', '😀', '\ud83d'],
  ...[
    '[[registry]]\n',
    '\n[[registry]]\nlocation = "new.example"\n',
    '\n[registry]\n',
    'a.b = 1\n',
    '\ufeff',
  ],
  ...[
    '\n[[registry.mirror]]\nlocation = "m"\n',
    '\n[aliases]\nq = "r"\n',
    '[[registry.mirror',
    'registry = []\n',
  ],
  ...['\n# mirrorwright-disable-next-line\n', `\nx = ${'['.repeat(400)}${']'.repeat(400)}\n`],
);

interface Edit {
  readonly where: number;
  /** Moved to the start of a line, where borders of tables are. */
  readonly atLine: boolean;
  readonly removed: number;
  readonly text: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  where: fc.integer({ min: 0, max: 1000 }).map((part) => part / 1000),
  atLine: fc.boolean(),
  removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(120)),
  text: pasted,
});

function edited(text: string, { where, atLine, removed, text: put }: Edit): string {
  const near = Math.floor(where * text.length);
  const at = atLine ? text.lastIndexOf('\n', near) + 1 : near;
  return text.slice(0, at) + put + text.slice(at + removed);
}

describe('a file read after an edit', () => {
  it('is what it is when it is read anew, and so is all that is found', () => {
    let takenOver = 0;
    const texts = fc.oneof({ weight: 3, arbitrary: arbitraryTables }, arbitraryV2, arbitraryMixed);
    fc.assert(
      fc.property(
        texts,
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (text, edits, alone) => {
          let now = text;
          const beside = alone ? [] : [{ ...dropIn }];
          let earlier = parseSnapshot(snapshotOf(text, beside));
          for (const one of edits) {
            now = edited(now, one);
            const after = parseSnapshot(snapshotOf(now, beside), earlier);
            expectSame(after, parseSnapshot(snapshotOf(now, alone ? [] : [{ ...dropIn }])));
            if (sharesTables(earlier, after)) takenOver++;
            // a fault is taken back, as by a person who goes on typing
            if ((after.documents[0]?.tree.problems.length ?? 1) === 0) earlier = after;
            else now = earlier.snapshot.files[0]!.text;
          }
        },
      ),
      { numRuns: 600 },
    );

    expect(takenOver).toBeGreaterThan(100);
  }, 120_000);

  it('shares the tables above the edit, and their bindings', () => {
    const text = '[[registry]]\nlocation = "a.example"\n[[registry]]\nlocation = "b.example"\n';
    const earlier = parseSnapshot(snapshotOf(text));
    const after = parseSnapshot(snapshotOf(text.replace('b.', 'bb.')), earlier);
    expect(sharesTables(earlier, after)).toBe(true);
  });

  it('judges a table anew that lacks something once another one is the broken one', () => {
    const first = '[[registry]]\nlocation = "a.example"\n';
    const rest = '[[registry]]\nx = "\ufffd"\n[[registry]]\nlocation = "c.example"\n';
    let earlier = parseSnapshot(snapshotOf(first + rest));
    for (const text of [`${first}# x\n${rest}`, `${first}# \ufffd\n${rest}`]) {
      const after = parseSnapshot(snapshotOf(text), earlier);
      expectSame(after, parseSnapshot(snapshotOf(text)));
      earlier = after;
    }
  });

  it('may nest deeper than the stack', () => {
    const deep = `x = ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`;
    const text = `[[registry]]\nlocation = "a.example"\n[[registry]]\nlocation = "b.example"\n${deep}`;
    const now = text.replace('a.', 'aa.');
    const after = parseSnapshot(snapshotOf(now), parseSnapshot(snapshotOf(text)));
    expect((after.documents[0]!.model as RegistriesConf).registries[0]!.location?.value).toBe('aa.example');
    expect(after.documents[0]!.tree.problems).toEqual([]);
  });
});

function sharesTables(earlier: ParsedSnapshot, after: ParsedSnapshot): boolean {
  const tables = (of: ParsedSnapshot) => (of.documents[0]?.model as RegistriesConf | undefined)?.registries;
  const first = tables(earlier)?.[0];
  return first !== undefined && first.node === tables(after)?.[0]?.node;
}
