import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMirrorPolicy } from '../policy/read.ts';
import type { SnapshotFile } from '../snapshot/snapshot.ts';
import { sourceText } from '../text/source.ts';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generated.ts';
import { snapshotOf, targetOf } from './testing/nodes.ts';

function make(
  text: string,
  target = 'podman@5.8',
  files: readonly SnapshotFile[] = [],
  options: GenerateOptions = {},
) {
  const policy = readMirrorPolicy('mirror-policy.yaml', sourceText(`version: 1\n${text}`));
  return generate(policy, targetOf(target), snapshotOf(files), options);
}

const mixed = `upstreams:
  - registry: docker.io
    mirrors:
      - location: harbor.corp.example
        style: harbor
        project: hub
        pull: digest
      - location: lab.example:5000
insecure: [lab.example:5000]
`;

describe('generating', () => {
  it('makes a drop-in', () => {
    const { files, losses, problems } = make(mixed);
    expect([losses, problems]).toEqual([[], []]);
    expect(files.map(({ path, change }) => [path, change])).toEqual([
      ['/etc/containers/registries.conf.d/50-mirrors.conf', 'new'],
    ]);
    expect(
      files[0]!.content,
    ).toBe(`# Made by Mirrorwright from a mirror policy; edit the policy, not this file.

[[registry]]
prefix = "docker.io"
location = "docker.io"

[[registry.mirror]]
location = "harbor.corp.example/hub"
pull-from-mirror = "digest-only"

[[registry.mirror]]
location = "lab.example:5000"
insecure = true

[[registry]]
prefix = "lab.example:5000"
location = "lab.example:5000"
insecure = true
`);
  });

  it('gives old readers digests only rather than tags from a mirror that must not serve them', () => {
    const { files, losses } = make(mixed, 'podman@4.0');
    expect(files[0]!.content).toContain('mirror-by-digest-only = true');
    expect(files[0]!.content).not.toContain('pull-from-mirror');
    expect(losses.map(({ field }) => field)).toEqual(['upstreams[0].mirrors[1].pull']);
  });

  it('names what a target cannot express', () => {
    const text = `upstreams: [{ registry: "*.corp.example" }]
shortNames: enforcing
aliases: { web: quay.io/acme/web }
credentialHelpers: [helper]
layerStoreAuthHelper: helper
allowed: ["*.corp.example"]
`;
    const fields = (target: string) => make(text, target).losses.map(({ field }) => field);
    expect(fields('podman@5.8')).toEqual([]);
    expect(fields('containers-image@5.7.0').sort()).toEqual([
      'aliases',
      'allowed[0]',
      'credentialHelpers',
      'layerStoreAuthHelper',
      'shortNames',
      'upstreams[0]',
    ]);
    expect(fields('cri-o@1.33')).toEqual(['shortNames']);
  });

  it('says where a certificate goes', () => {
    const { losses, notes } = make(
      'upstreams: [{ registry: a.example, mirrors: [{ location: "m.example:5000/x", ca: corp }] }]\ncas: { corp: /etc/corp.pem }\n',
    );
    expect(losses.map(({ field }) => field)).toEqual(['upstreams[0].mirrors[0].ca']);
    expect(notes.map(({ text }) => text)).toEqual([
      'Install /etc/corp.pem as /etc/containers/certs.d/m.example:5000/ca.crt',
    ]);
  });

  it('edits an existing file and leaves what it does not own', () => {
    const text = `# site
unqualified-search-registries = ["docker.io"] # one

[[registry]]
# hub
location = "docker.io"
[[registry.mirror]]
location = "lab.example:5000/" # lab

[[registry]]
location = "other.example"
`;
    const path = 'etc/containers/registries.conf';
    const { files } = make(mixed, 'podman@5.8', [{ path, text }], { registriesPath: path });
    expect(files[0]!.content).toBe(
      text
        .replace(
          '[[registry.mirror]]\n',
          '[[registry.mirror]]\nlocation = "harbor.corp.example/hub"\npull-from-mirror = "digest-only"\n\n[[registry.mirror]]\n',
        )
        .replace('# lab\n', '# lab\ninsecure = true\n')
        .concat(
          '\n[[registry]]\nprefix = "lab.example:5000"\nlocation = "lab.example:5000"\ninsecure = true\n',
        ),
    );
  });

  it('takes away from its own file what the policy no longer says', () => {
    const path = 'etc/containers/registries.conf.d/50-mirrors.conf';
    const [before] = make(`${mixed}search: [docker.io]\naliases: { web: quay.io/acme/web }\n`).files;
    const [after] = make('blocked: [old.example]\n', 'podman@5.8', [{ path, text: before!.content }]).files;
    expect(after!.content).toContain('prefix = "old.example"');
    expect(after!.content).not.toMatch(/docker\.io|lab\.example|web/);
  });

  it('writes tables that one file cannot hold to a second drop-in', () => {
    const { files, problems } = make(
      'upstreams:\n  - registry: hub.example\n    location: docker.io\nblocked: [docker.io]\n',
    );
    expect(problems).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual([
      '/etc/containers/registries.conf.d/50-mirrors.conf',
      '/etc/containers/registries.conf.d/50-mirrors_2.conf',
    ]);
  });

  it('edits policy.json around scopes that ask for signatures', () => {
    const signed = [{ type: 'signedBy', keyType: 'GPGKeys', keyPath: '/k' }];
    const accept = [{ type: 'insecureAcceptAnything' }];
    const text = `${JSON.stringify({ default: accept, transports: { docker: { 'quay.io': signed, 'old.example': accept } } }, null, 4)}\n`;
    const { files, notes } = make('allowed: [quay.io, gcr.io]\n', 'podman@5.8', [
      { path: 'etc/containers/policy.json', text },
    ]);
    expect(JSON.parse(files[0]!.content)).toEqual({
      default: accept,
      transports: { docker: { 'quay.io': signed, '': [{ type: 'reject' }], 'gcr.io': accept } },
    });
    expect(notes).toHaveLength(1);
  });

  it('says what files that are read later say otherwise', () => {
    const later = {
      path: 'etc/containers/registries.conf.d/99-site.conf',
      text: 'unqualified-search-registries = ["quay.io"]\n[[registry]]\nlocation = "docker.io"\n',
    };
    const { losses } = make(`${mixed}search: [docker.io]\n`, 'podman@5.8', [later]);
    expect(losses.map(({ field }) => field)).toEqual(['upstreams[0]', 'search']);
    expect(losses[0]!.reason).toContain(later.path);
    expect(make(mixed, 'podman@5.8', [{ ...later, path: later.path.replace('99', '10') }]).losses).toEqual(
      [],
    );
  });

  it('says why nothing should be written', () => {
    const path = 'etc/containers/registries.conf.d/50-mirrors.conf';
    expect(make('search: [a/b]\n').problems[0]?.message).toMatch(/would refuse/);
    expect(make('upstream: []\n').problems[0]?.path).toBe('mirror-policy.yaml');
    expect(make(mixed, 'podman@5.8', [{ path, text: '[[registry\n' }]).problems[0]?.path).toBe(path);
    const home = { path: 'root/.config/containers/registries.conf', text: '' };
    expect(make(mixed, 'podman@5.8', [home]).problems[0]?.message).toMatch(/does not read this file/);
  });

  it('never throws, whatever the policy says', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'docker.io',
        '*.a.example',
        '',
        '/',
        'a b',
        '__proto__',
        'https://x',
        'x:1@y',
        '\u0000',
      ),
      fc.string({ maxLength: 6 }),
    );
    const mirror = fc.record(
      { location: word, style: fc.constantFrom('plain', 'by-source', 'quay'), project: word },
      { requiredKeys: [] },
    );
    const upstream = fc.record(
      {
        registry: word,
        location: word,
        fallback: fc.constantFrom('keep', 'block'),
        mirrors: fc.array(mirror, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    const names = fc.array(word, { maxLength: 3 });
    const policy = fc.record(
      {
        upstreams: fc.array(upstream, { maxLength: 3 }),
        insecure: names,
        blocked: names,
        allowed: names,
        rejected: names,
        search: names,
        aliases: fc.dictionary(word, word, { maxKeys: 2 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(policy, fc.constantFrom('podman@5.8', 'skopeo@1.9.3', 'podman@3.0'), (value, target) => {
        const first = make(
          Object.entries(value)
            .map(([key, part]) => `${key}: ${JSON.stringify(part)}\n`)
            .join(''),
          target,
        );
        expect(first.files.length).toBeLessThan(6);
      }),
      { numRuns: 200 },
    );
  });
});
