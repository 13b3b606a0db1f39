import { describe, expect, it } from 'vitest';
import { parseSnapshot } from '../snapshot/parse.ts';
import { rootUser } from '../snapshot/snapshot.ts';
import { convert } from './convert.ts';
import { type Goal, parseGoal } from './goal.ts';
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

function goalOf(text: string): Goal {
  const result = parseGoal(text);
  if (!result.ok) throw new Error(result.message);
  return result.goal;
}

describe('converting', () => {
  it('makes a mirror policy of registries.conf, version 1 included', () => {
    const old =
      '[registries.search]\nregistries = ["quay.io"]\n[registries.block]\nregistries = ["old.example"]\n';
    const { files, losses, problems } = convert(given(['registries.conf', old]), {
      from,
      to: { kind: 'mirror-policy' },
    });
    expect([losses, problems]).toEqual([[], []]);
    expect(files[0]).toMatchObject({ path: 'mirror-policy.yaml' });
    expect(files[0]!.content).toContain('blocked: [old.example]\n\nsearch: [quay.io]\n');
  });

  it('makes files of a mirror policy, and says what is lost', () => {
    const policy = 'version: 1\nupstreams: [{ registry: "*.corp.example" }]\nblocked: [old.example]\n';
    const { files, losses } = convert(given(['mirror-policy.yaml', policy]), {
      from,
      to: goalOf('containers-image@5.10.0'),
    });
    expect(files.map(({ path }) => path)).toEqual(['/etc/containers/registries.conf.d/50-mirrors.conf']);
    expect(losses.map(({ field }) => field)).toEqual(['upstreams[0]']);
  });

  it('turns files into those of another release', () => {
    const conf =
      '[[registry]]\nlocation = "a.example"\n[[registry.mirror]]\nlocation = "m.example"\npull-from-mirror = "digest-only"\n';
    const { files } = convert(given(['registries.conf', conf]), { from, to: goalOf('podman@4.0') });
    expect(files[0]!.content).toContain('mirror-by-digest-only = true');
  });

  it('says which files it could not take in', () => {
    const { problems } = convert(given(['notes.txt', 'hello']), { from, to: { kind: 'mirror-policy' } });
    expect(problems[0]?.path).toBe('notes.txt');
  });

  it('makes mirror sets of content source policies under their names, without the way through a policy', () => {
    const icsp =
      'apiVersion: operator.openshift.io/v1alpha1\nkind: ImageContentSourcePolicy\nmetadata: {name: release}\nspec:\n  repositoryDigestMirrors:\n  - source: quay.io/a\n    mirrors: [m.example/a]\n';
    const to = goalOf('openshift@4.16');
    const { files, problems } = convert(given(['icsp.yaml', icsp]), { from, to, tags: true });
    expect(problems).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual([
      'imagedigestmirrorset_release.yaml',
      'imagetagmirrorset_release.yaml',
    ]);
    const again = convert(given(['idms.yaml', files[0]!.content]), { from, to });
    expect(again.files).toEqual([]);
    expect(again.notes[0]?.text).toContain('Nothing to migrate');
  });

  it('makes parts of an installation of what nodes have', () => {
    const conf =
      '[[registry]]\nlocation = "quay.io/openshift-release-dev/ocp-release"\n[[registry.mirror]]\nlocation = "m.example:5000/ocp"\npull-from-mirror = "digest-only"\n';
    const parts = ['install-config@4.16', 'imageset-config@4.16', 'pull-secret'].map((name) =>
      convert(given(['registries.conf', conf]), { from, to: goalOf(name) }),
    );
    expect(parts.flatMap(({ problems }) => problems)).toEqual([]);
    const [install, images, secret] = parts.map(({ files }) => files[0]!.content);
    expect(install).toContain('imageDigestSources:\n- source: quay.io/openshift-release-dev/ocp-release\n');
    expect(images).toContain('name: stable-4.16');
    expect(JSON.parse(secret!)).toEqual({ auths: { 'm.example:5000': {} } });
  });

  it('trusts the registries that a person names, with no file at all', () => {
    const certificates = new Map([['m.example:5000', 'PEM\n']]);
    const { files } = convert(given(), { from, to: goalOf('openshift@4.16'), certificates });
    expect(files.map(({ path }) => path)).toEqual(['configmap.yaml', 'image.yaml']);
    expect(files[0]!.content).toContain('  m.example..5000: |\n    PEM\n');
  });

  it('tells what it can convert into, and that parts need a release', () => {
    expect(parseGoal('install-config')).toMatchObject({
      message: expect.stringContaining('install-config@4.11'),
    });
    expect(parseGoal('imageset-config@3.11')).toMatchObject({ ok: false });
    expect(parseGoal('nothing')).toMatchObject({ message: expect.stringContaining('pull-secret') });
  });
});
