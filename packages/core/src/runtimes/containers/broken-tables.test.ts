import { describe, expect, test } from 'vitest';
import { createNode, parseSnapshot } from '../../snapshot/parse.ts';
import { rootUser, type Snapshot } from '../../snapshot/snapshot.ts';
import { parseTarget } from './targets.ts';

function snapshotOf(text: string): Snapshot {
  return { rooted: false, user: rootUser, files: [{ path: 'registries.conf', text }], unreadable: [] };
}

function nodeOf(text: string, target: string): ReturnType<typeof createNode> {
  const parsed = parseTarget(target);
  if (!parsed.ok) throw new Error(parsed.message);
  return createNode(parseSnapshot(snapshotOf(text)), parsed.target);
}

function conditions(text: string): readonly string[] {
  return nodeOf(text, 'podman@5.8')
    .config()
    .loadErrors.map(({ condition }) => condition);
}

describe('a table that could not be read whole', () => {
  test.each([
    '[[registry]]location = "quay.io"\n',
    '[[registry]] location = "quay.io"\n',
    '[[registry]]\n = "quay.io"\n',
    '[[registry]]\n"location = "quay.io"\n',
    '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]location = "m.example"\n',
  ])('has one error, and lacks no location: %j', (text) => {
    expect(conditions(text)).toEqual(['B1']);
  });

  test('does not excuse the next one', () => {
    expect(conditions('[[registry]]location = "quay.io"\n[[registry]]\nblocked = true\n')).toEqual([
      'B1',
      'B3',
    ]);
  });

  test('is not one that has a key twice', () => {
    expect(conditions('[[registry]]\nblocked = true\nblocked = true\n')).toEqual(['B1', 'B3']);
  });
});

describe('a list given twice', () => {
  const search =
    'unqualified-search-registries = ["a.example"]\nunqualified-search-registries = ["b.example"]\n';
  const mirrors =
    '[[registry]]\nlocation = "q.example"\nmirror = [{ location = "" }]\nmirror = []\n[aliases]\nx = ["y"]\nx = "quay.io/a/b"\n';

  test('is the last one for decoders before 1.6', () => {
    const config = nodeOf(search, 'skopeo@1.9.3').config();
    expect(config.loadErrors).toEqual([]);
    expect(config.searchRegistries?.values).toEqual(['b.example']);
    const other = nodeOf(mirrors, 'skopeo@1.9.3').config();
    expect(other.loadErrors).toEqual([]);
    expect(other.registries[0]?.mirrors).toEqual([]);
  });

  test('is an error for later ones', () => {
    expect(nodeOf(search, 'podman@5.8').config().loadErrors).toHaveLength(1);
  });

  test('is the first one still when the same files are seen by a later decoder', () => {
    const parsed = parseSnapshot(snapshotOf(search));
    const seen = ['skopeo@1.9.3', 'podman@5.8'].map((id) => {
      const target = parseTarget(id);
      if (!target.ok) throw new Error(target.message);
      return createNode(parsed, target.target).config().searchRegistries?.values;
    });
    expect(seen).toEqual([['b.example'], ['a.example']]);
  });
});
