import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../snapshot/parse.ts';
import { rootUser } from '../snapshot/snapshot.ts';
import { convert } from './convert.ts';
import { targetOf } from './testing/nodes.ts';

function given(...files: readonly (readonly [string, string])[]) {
  return parseSnapshot({
    files: files.map(([path, text]) => ({ path, text })),
    rooted: false,
    user: rootUser,
    unreadable: [],
  });
}

const from = targetOf('podman@5.8');

describe('converting', () => {
  it('makes a mirror policy of registries.conf, version 1 included', () => {
    const old =
      '[registries.search]\nregistries = ["quay.io"]\n[registries.block]\nregistries = ["old.example"]\n';
    const { files, losses, problems } = convert(given(['registries.conf', old]), {
      from,
      to: 'mirror-policy',
    });
    expect([losses, problems]).toEqual([[], []]);
    expect(files[0]).toMatchObject({ path: 'mirror-policy.yaml' });
    expect(files[0]!.content).toContain('blocked: [old.example]\n\nsearch: [quay.io]\n');
  });

  it('makes files of a mirror policy, and says what is lost', () => {
    const policy = 'version: 1\nupstreams: [{ registry: "*.corp.example" }]\nblocked: [old.example]\n';
    const { files, losses } = convert(given(['mirror-policy.yaml', policy]), {
      from,
      to: targetOf('containers-image@5.10.0'),
    });
    expect(files.map(({ path }) => path)).toEqual(['/etc/containers/registries.conf.d/50-mirrors.conf']);
    expect(losses.map(({ field }) => field)).toEqual(['upstreams[0]']);
  });

  it('turns files into those of another release', () => {
    const conf =
      '[[registry]]\nlocation = "a.example"\n[[registry.mirror]]\nlocation = "m.example"\npull-from-mirror = "digest-only"\n';
    const { files } = convert(given(['registries.conf', conf]), { from, to: targetOf('podman@4.0') });
    expect(files[0]!.content).toContain('mirror-by-digest-only = true');
  });

  it('says which files it could not take in', () => {
    const { problems } = convert(given(['notes.txt', 'hello']), { from, to: 'mirror-policy' });
    expect(problems[0]?.path).toBe('notes.txt');
  });
});
