import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readResources } from '../../dialects/openshift/read.ts';
import { sourceText } from '../../text/source.ts';
import { parseRelease } from './releases.ts';
import { type Rendered, renderNodeFiles } from './render.ts';

function render(text: string, release: string, releaseImage?: string): Rendered {
  const parsed = parseRelease(release)!;
  return renderNodeFiles(readResources(sourceText(text)), {
    release: parsed,
    ...(releaseImage !== undefined && { releaseImage }),
  });
}

const image = (lists: string): string =>
  `apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec:\n  registrySources:\n${lists}`;
const set = (
  name: string,
  rules: string,
  kind = 'ImageDigestMirrorSet',
  list = 'imageDigestMirrors',
): string =>
  `---\napiVersion: config.openshift.io/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n  ${list}:\n${rules}`;
const rule = (source: string, ...mirrors: readonly string[]): string =>
  `  - source: ${source}\n    mirrors: [${mirrors.join(', ')}]\n`;

const payload = `quay.io/openshift-release-dev/ocp-release@sha256:${'0'.repeat(64)}`;

describe('resources', () => {
  it('are found in lists and JSON, and by what they are alone', () => {
    const list = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        {
          apiVersion: 'config.openshift.io/v1',
          kind: 'Image',
          metadata: { name: 'cluster' },
          spec: { registrySources: { insecureRegistries: ['a.example'] } },
        },
        { apiVersion: 'apps/v1', kind: 'Example' },
        { apiVersion: 'example.com/v1', kind: 'Image', spec: {} },
      ],
    });
    expect(readResources(sourceText(list)).map(({ kind }) => kind)).toEqual(['Image']);
  });

  it('of kinds that a release does not read are left out and named', () => {
    const text = set('a', rule('quay.io', 'm.example'));
    const old = render(text, '4.12');
    expect(old.files.size).toBe(0);
    expect(old.ignored.map(({ kind }) => kind)).toEqual(['ImageDigestMirrorSet']);
    expect(render(text, '4.13').files.size).toBe(1);
  });
});

describe('what is read', () => {
  it('is the image configuration by the one name that counts', () => {
    const other = image('    insecureRegistries: [a.example]\n').replace('name: cluster', 'name: mine');
    const alone = render(other, '4.16');
    expect(alone.files.size).toBe(0);
    expect(alone.ignored.map(({ name }) => name?.value)).toEqual(['mine']);
    const both = render(`${other}---\n${image('    insecureRegistries: [b.example]\n')}`, '4.16');
    expect(both.files.get('/etc/containers/registries.conf')).toContain('location = "b.example"');
  });

  it('is no policy for signatures that names no scope', () => {
    const text =
      'apiVersion: config.openshift.io/v1\nkind: ClusterImagePolicy\nmetadata: {name: a}\nspec: {scopes: [], policy: {rootOfTrust: {policyType: PublicKey, publicKey: {keyData: eA==}}}}\n';
    expect(render(text, '4.20').files.size).toBe(0);
  });

  it('is no mirrorSourcePolicy of a content source policy: the server drops it', () => {
    const text = set('a', `${rule('quay.io', 'm.example')}    mirrorSourcePolicy: NeverContactSource\n`)
      .replace('config.openshift.io/v1', 'operator.openshift.io/v1alpha1')
      .replace('ImageDigestMirrorSet', 'ImageContentSourcePolicy')
      .replace('imageDigestMirrors', 'repositoryDigestMirrors');
    expect(render(text, '4.16').files.get('/etc/containers/registries.conf')).not.toContain('blocked');
  });
});

describe('the order of checks', () => {
  const cip = (scope: string): string =>
    `---\napiVersion: config.openshift.io/v1\nkind: ClusterImagePolicy\nmetadata: {name: a}\nspec: {scopes: ["${scope}"], policy: {rootOfTrust: {policyType: PublicKey, publicKey: {keyData: eA==}}}}\n`;
  const policy = 'could not update policy json with new changes: ';
  const registries = 'could not update registries config with new changes: ';

  it.each([
    [
      'scopes of policies come before malformed entries of the allow list',
      image('    allowedRegistries: ["*x"]\n') + cip('q.example'),
      `${policy}clusterimagePolicy configured for the scope q.example is not nested inside allowedRegistries`,
    ],
    [
      'malformed entries of the allow list come last',
      image('    allowedRegistries: [q.example, "*x"]\n') + cip('q.example'),
      `${policy}invalid entry for allowed registries "*x"`,
    ],
    [
      'entries that are insecure come before blocked ones, and both before rules',
      image('    insecureRegistries: ["*a"]\n    blockedRegistries: ["*b"]\n') + set('a', rule("'*'", 'm')),
      `${registries}invalid entry for insecure registries "*a"`,
    ],
    [
      'what cannot be printed is escaped',
      image('    insecureRegistries: ["*\\e\\u200b\\""]\n'),
      `${registries}invalid entry for insecure registries "*\\x1b\\u200b\\""`,
    ],
  ])('%s', (_, text, error) => {
    expect(render(text, '4.20').error).toBe(error);
  });

  it('leaves rules that are refused out of the protection of the release image', () => {
    const text =
      image('    blockedRegistries: [quay.io]\n') +
      set('a', rule('q.example', 'm.example')) +
      set('b', `${rule('q.example', 'm.example')}    mirrorSourcePolicy: NeverContactSource\n`);
    const { error, warnings } = render(text, '4.16', payload);
    expect(error).toMatch(/conflicting mirrorSourcePolicy/);
    expect(warnings).toEqual([expect.stringContaining('error adding ["quay.io"] to blocked registries')]);
  });
});

describe('policy.json', () => {
  it('has its scopes in the order of bytes, those that are numbers too', () => {
    const text = render(image('    allowedRegistries: ["9", "10", "a", "__proto__"]\n'), '4.16');
    const json = text.files.get('/etc/containers/policy.json')!;
    expect(
      [...json.matchAll(/"([^"]*)":\[\{"type":"insecureAcceptAnything"\}\]/g)].map(([, key]) => key),
    ).toEqual([...['10', '9', '__proto__', 'a'], ...['10', '9', '__proto__', 'a'], '']);
  });
});

describe('the release image', () => {
  it('is not asked for where none is known, and the result says so', () => {
    const text = image('    blockedRegistries: [quay.io]\n');
    expect(render(text, '4.16')).toMatchObject({ payloadChecked: false, warnings: [] });
    expect(render(text, '4.16', payload).warnings[0]).toContain('cannot block the repository');
  });

  it('lets all lists vanish where the configuration for the check cannot be loaded', () => {
    const text = image('    blockedRegistries: [quay.io]\n    insecureRegistries: ["https://a.example"]\n');
    const { warnings, files } = render(text, '4.16', payload);
    expect(warnings[0]).toMatch(/URI schemes are not supported, skipping\.\.\.\.$/);
    expect(files.has('/etc/containers/policy.json')).toBe(false);
  });

  it('that is by tag alone does not count on mirrors for digests', () => {
    const rules = set('a', rule('quay.io/openshift-release-dev/ocp-release', 'm.example/release'));
    const text = image('    blockedRegistries: [quay.io]\n') + rules;
    expect(render(text, '4.16', payload).warnings).toEqual([]);
    expect(render(text, '4.16', 'quay.io/openshift-release-dev/ocp-release:4.16.1').warnings).toHaveLength(1);
  });
});

describe('nested tables', () => {
  it('get the mirrors of the least specific source above them', () => {
    const rules = rule('s.example', 'm1.example') + rule('s.example/a', 'm2.example');
    const text = image('    blockedRegistries: [s.example/a/b]\n') + set('a', rules);
    expect(render(text, '4.18').files.get('/etc/containers/registries.conf')).toContain(
      'location = "s.example/a/b"\n  blocked = true\n\n  [[registry.mirror]]\n    location = "m1.example/a/b"',
    );
  });
});

test('neither the order of objects nor that of rules changes what is written', () => {
  const place = fc.constantFrom('s.example', 's.example/a', 't.example', 't.example:5000/x');
  const mirror = fc.constantFrom('m.example', 'n.example/p', 's.example', 'o.example:5000');
  const rules = fc.uniqueArray(fc.tuple(place, fc.uniqueArray(mirror, { minLength: 1 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(rules, (list) => {
      const texts = list.map(([source, mirrors], index) => set(`a${index}`, rule(source, ...mirrors)));
      const one = set(
        'all',
        list
          .toReversed()
          .map(([source, mirrors]) => rule(source, ...mirrors))
          .join(''),
      );
      const expected = render(texts.join(''), '5.1').files;
      expect(render(texts.toReversed().join(''), '5.1').files).toEqual(expected);
      expect(render(one, '5.1').files).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('thousands of sources are rendered', () => {
  const rules = Array.from({ length: 2000 }, (_, index) =>
    rule(`r${index}.example/ns`, ...[0, 1, 2, 3, 4].map((each) => `m${each}.example/p${index}`)),
  );
  const insecure = image('    insecureRegistries: [m1.example]\n');
  const { files, nodeError } = render(insecure + set('a', rules.join('')), '5.1');
  expect(nodeError).toBeUndefined();
  expect(files.get('/etc/containers/registries.conf')!.match(/^\[\[registry\]\]/gm)).toHaveLength(2001);
});
