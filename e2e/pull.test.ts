import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homeFrom, type Lab, mirrorwright, startLab } from './support/lab.ts';
import { haveNamespaces, havePrograms } from './support/programs.ts';
import { scratch } from './support/skopeo.ts';

const ready = havePrograms('skopeo', 'podman', 'docker-registry', 'ip', 'openssl') && haveNamespaces();

/** A policy with one upstream, source.example, which nothing serves. */
function policy(mirrors: string, more = ''): string {
  return `version: 1\ntargets: [podman@4.3.1, skopeo@1.9.3]\nupstreams:\n  - registry: source.example\n${more}    mirrors:\n${mirrors}`;
}

const a = '      - location: a.test:27000\n        insecure: true\n';
const b = '      - location: b.test:27003\n        insecure: true\n';
const c = '      - location: c.test:27006\n';

describe.skipIf(!ready)('pulls through real registries, the upstream out of reach', () => {
  const place = scratch('pull');
  const short = scratch('p');
  let lab: Lab;
  let count = 0;
  /** What the program said when it last wrote. */
  let lastWords = '';

  beforeAll(async () => {
    spawnSync(process.execPath, [resolve(import.meta.dirname, '../scripts/build.ts')], { stdio: 'inherit' });
    lab = await startLab(place.path);
  }, 60_000);

  beforeEach(() => {
    for (const name of ['a', 'b', 'c'] as const) lab.asked(name);
  });

  afterAll(() => {
    lab?.stop();
    place.dispose();
    short.dispose();
  });

  /** A home with what the wizard writes for a policy, into a root that may hold files already. */
  function written(text: string, existing: Readonly<Record<string, string>> = {}): string {
    const folder = join(place.path, `case-${++count}`);
    for (const [path, content] of Object.entries({ 'root/etc/keep': '', ...existing })) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    writeFileSync(join(folder, 'mirror-policy.yaml'), text);
    lastWords = mirrorwright([
      'init',
      '--answers',
      join(folder, 'mirror-policy.yaml'),
      '--no-input',
      '--root',
      join(folder, 'root'),
      '--yes',
    ]);
    return homeFrom(join(folder, 'root'), join(folder, 'home'));
  }

  /** A home with a registries.conf as `fix` leaves it. */
  function fixed(text: string): string {
    const folder = join(place.path, `case-${++count}`);
    mkdirSync(join(folder, 'root/etc/containers'), { recursive: true });
    const path = join(folder, 'root/etc/containers/registries.conf');
    writeFileSync(path, text);
    mirrorwright(['fix', path]);
    return homeFrom(join(folder, 'root'), join(folder, 'home'));
  }

  const inspect = (home: string, reference: string) =>
    lab.run('skopeo', ['inspect', '--raw', `docker://${reference}`], home);

  function podmanPull(home: string, reference: string): { readonly ok: boolean; readonly text: string } {
    // podman takes no longer paths than 50 characters here
    const own = join(short.path, String(++count));
    return lab.run(
      'podman',
      [
        '--root',
        `${own}/root`,
        '--runroot',
        `${own}/run`,
        '--tmpdir',
        `${own}/tmp`,
        '--storage-driver',
        'vfs',
        '--cgroup-manager',
        'cgroupfs',
        '--events-backend',
        'file',
        'pull',
        '-q',
        reference,
      ],
      home,
    );
  }

  it('a mirror serves skopeo and podman, by tag and by digest', () => {
    const home = written(policy(a));
    expect(inspect(home, 'source.example/proj/app:v1')).toMatchObject({ ok: true });
    expect(inspect(home, `source.example/proj/app@${lab.digest}`)).toMatchObject({ ok: true });
    expect(podmanPull(home, 'source.example/proj/app:v1')).toMatchObject({ ok: true });
    expect(lab.asked('a').length).toBeGreaterThanOrEqual(3);
    expect(lab.asked('b')).toEqual([]);
  });

  it('the first mirror of two is asked, and the second is not', () => {
    const home = written(policy(b + a));
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(true);
    expect(lab.asked('b')).toEqual(['/v2/proj/app/manifests/v1']);
    expect(lab.asked('a')).toEqual([]);
  });

  it('a mirror that does not answer is passed over', () => {
    const home = written(policy(`      - location: dead.test:1\n${a}`));
    expect(podmanPull(home, 'source.example/proj/app:v1').ok).toBe(true);
    expect(lab.asked('a').length).toBeGreaterThan(0);
  });

  it('a mirror that lacks the image is passed over', () => {
    const home = written(policy(a + b));
    expect(inspect(home, 'source.example/only-b/app:v1').ok).toBe(true);
    expect(lab.asked('b')).toEqual(['/v2/only-b/app/manifests/v1']);
  });

  it('a mirror for digests is not asked for a tag', () => {
    const home = written(policy(a.replace('insecure', 'pull: digest\n        insecure')));
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(false);
    expect(lab.asked('a')).toEqual([]);
    expect(inspect(home, `source.example/proj/app@${lab.digest}`).ok).toBe(true);
    expect(lab.asked('a').length).toBe(1);
  });

  it('a mirror for tags is not asked for a digest', () => {
    const home = written(policy(a.replace('insecure', 'pull: tag\n        insecure')));
    expect(inspect(home, `source.example/proj/app@${lab.digest}`).ok).toBe(false);
    expect(lab.asked('a')).toEqual([]);
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(true);
  });

  it('a mirror over plain HTTP needs insecure', () => {
    const home = written(policy('      - location: a.test:27000\n'));
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(false);
    expect(lab.asked('a')).toEqual([]);
  });

  it('a mirror with a certificate of its own is used once its authority lies where the notes say', () => {
    const text = policy(`${c}        ca: /etc/pki/lab.pem\n`, '    fallback: block\n');
    const home = written(text);
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(false);
    expect(lab.asked('c')).toEqual([]);

    const [, told] = /(?:\/etc\/containers\/)(certs\.d\/\S+\.crt)/.exec(lastWords)!;
    mkdirSync(join(home, '.config/containers', told!, '..'), { recursive: true });
    copyFileSync(lab.authority, join(home, '.config/containers', told!));
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(true);
    expect(podmanPull(home, 'source.example/proj/app:v1')).toMatchObject({ ok: true });
    expect(lab.asked('c').length).toBeGreaterThanOrEqual(2);
  });

  it('a mirror whose certificate nobody vouches for is passed over, and insecure takes it all the same', () => {
    const untrusted = written(policy(c + a));
    expect(inspect(untrusted, 'source.example/proj/app:v1').ok).toBe(true);
    expect(lab.asked('c')).toEqual([]);
    expect(lab.asked('a').length).toBe(1);

    const insecure = written(policy(`${c}        insecure: true\n${a}`));
    expect(podmanPull(insecure, 'source.example/proj/app:v1').ok).toBe(true);
    expect(lab.asked('c').length).toBeGreaterThan(0);
    expect(lab.asked('a')).toEqual([]);
  });

  it('a blocked upstream still has its mirrors, and nothing beyond them', () => {
    const home = written(policy(a, '    fallback: block\n'));
    expect(podmanPull(home, 'source.example/proj/app:v1').ok).toBe(true);
    const missing = inspect(home, 'source.example/proj/none:v1');
    expect(missing.ok).toBe(false);
    expect(missing.text).toContain('is blocked');
  });

  it('a wildcard blocks what lies below it', () => {
    const home = written(
      'version: 1\ntargets: [podman@4.3.1]\nupstreams:\n  - registry: source.example\n    mirrors:\n      - location: a.test:27000\n        insecure: true\nblocked: ["*.source.example"]\n',
    );
    const blocked = inspect(home, 'deep.source.example/proj/app:v1');
    expect(blocked.text).toContain('is blocked');
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(true);
  });

  it('a mirror that sorts by source is asked below the name of the source', () => {
    const home = written(policy(a.replace('insecure', 'style: by-source\n        insecure')));
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(true);
    expect(lab.asked('a')).toEqual(['/v2/source.example/proj/app/manifests/v1']);
  });

  it('a proxy project of Harbor is asked below its name', () => {
    const home = written(
      policy(a.replace('insecure', 'style: harbor\n        project: hub\n        insecure')),
    );
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(true);
    expect(lab.asked('a')).toEqual(['/v2/hub/proj/app/manifests/v1']);
  });

  it('the drop-in replaces the whole table of the main file', () => {
    const main =
      '[[registry]]\nlocation = "source.example"\n[[registry.mirror]]\nlocation = "a.test:27000"\ninsecure = true\n';
    const home = written(policy(b), { 'root/etc/containers/registries.conf': main });
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(true);
    expect(lab.asked('b')).toEqual(['/v2/proj/app/manifests/v1']);
    expect(lab.asked('a')).toEqual([]);
  });

  it('short names are found through the search list, and by an alias', () => {
    const text =
      'version: 1\ntargets: [podman@4.3.1]\nupstreams:\n  - registry: a.test:27000\n    insecure: true\ninsecure: ["b.test:27003"]\nsearch: ["b.test:27003"]\naliases:\n  web: a.test:27000/proj/app\n';
    const home = written(text);
    expect(podmanPull(home, 'app:v1')).toMatchObject({ ok: true });
    expect(lab.asked('b').length).toBeGreaterThan(0);
    expect(podmanPull(home, 'web:v1')).toMatchObject({ ok: true });
    expect(lab.asked('a').length).toBeGreaterThan(0);
  });

  it('the allowed list becomes a signature policy that rejects the rest', () => {
    const home = written(`${policy(a)}allowed: [source.example]\n`);
    expect(podmanPull(home, 'source.example/proj/app:v1')).toMatchObject({ ok: true });
    const rejected = lab.run(
      'skopeo',
      ['copy', '--src-tls-verify=false', 'docker://a.test:27000/proj/app:v1', `dir:${home}/out`],
      home,
    );
    expect(rejected.ok).toBe(false);
    expect(rejected.text).toContain('rejected by policy');
  });

  it('a file that was refused for a scheme works after fix', () => {
    const home = fixed(
      '[[registry]]\nlocation = "source.example"\n[[registry.mirror]]\nlocation = "http://a.test:27000"\ninsecure = true\n',
    );
    expect(inspect(home, 'source.example/proj/app:v1').ok).toBe(true);
  });

  it('a version 1 file means the same after fix', () => {
    const home = fixed(
      '[registries.search]\nregistries = ["a.test:27000"]\n\n[registries.insecure]\nregistries = ["a.test:27000"]\n',
    );
    expect(podmanPull(home, 'proj/app:v1')).toMatchObject({ ok: true });
    expect(lab.asked('a').length).toBeGreaterThan(0);
  });
});
