import { describe, expect, it } from 'vitest';
import type { Parsed } from '../dialects/document.ts';
import { readDocument } from '../snapshot/read-document.ts';
import { locate } from './locate.ts';
import { namesIn } from './names.ts';

function read(path: string, text: string): Parsed {
  const result = readDocument(path, text);
  if ('skipped' in result) throw new Error(result.skipped);
  return result.document;
}

/** The key that leads to the place marked by `|`, and what it is told to be. */
function at(path: string, marked: string): string {
  const offset = marked.indexOf('|');
  const place = locate(read(path, marked.replace('|', '')), offset);
  if (place === undefined) return 'nothing';
  const { entry, shape, info } = place.value;
  return `${place.onKey ? 'key' : 'value'} ${entry?.key ?? '-'}: ${shape.kind}${info === undefined ? '' : ''}`;
}

const conf = 'registries.conf';

describe('the place at an offset', () => {
  it.each([
    ['[[registry]]\npre|fix = "a.example"\n', 'key prefix: text'],
    ['[[registry]]\nprefix = "a.ex|ample"\n', 'value prefix: text'],
    ['[[registry]]\nlocation = "x"\n[[registry.mirror]]\ninsecure = tr|ue\n', 'value insecure: boolean'],
    ['[[regi|stry]]\nlocation = "x"\n', 'key registry: table'],
    ['[[registry.mir|ror]]\nlocation = "x"\n', 'key mirror: table'],
    ['[[registry.mirror]]\nlocation = "x"\n|\n', 'value mirror: table'],
    ['unqualified-search-registries = ["a", "b|"]\n', 'value -: text'],
    ['short-name-mode = "|"\n', 'value short-name-mode: text'],
    ['registry = [{ location = "x", mirror = [{ loc|ation = "y" }] }]\n', 'key location: text'],
    ['[aliases]\n"web" = "quay.io/|x"\n', 'value web: text'],
    ['[registries.search]\nregistries = ["|"]\n', 'value -: text'],
    ['nonsense = { a = "|" }\n[[registry]]\n', 'value -: table'],
    ['| \n[[registry]]\n', 'value -: table'],
  ])('%j is %s', (text, expected) => {
    expect(at(conf, text)).toBe(expected);
  });

  it('is found in YAML and JSON too', () => {
    const policy =
      'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: ca|che.example\n';
    expect(at('mirror-policy.yaml', policy)).toBe('value location: text');
    const set = `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
spec:
  imageDigestMirrors:
    - source: quay.io/a
      mirrorSource|Policy: NeverContactSource
`;
    expect(at('idms.yaml', set)).toBe('key mirrorSourcePolicy: text');
    expect(at('policy.json', '{"default": [{"type": "re|ject"}]}')).toBe('value type: text');
    expect(at('policy.json', '{"default": [{"type": "signedBy", "keyP|ath": "/a"}]}')).toBe(
      'key keyPath: text',
    );
  });
});

describe('the names of a document', () => {
  const names = (path: string, text: string) =>
    namesIn(read(path, text)).map(({ value, role, isKey }) => `${role}${isKey ? ' key' : ''} ${value}`);

  it('are those of registries.conf', () => {
    const text = `unqualified-search-registries = ["docker.io"]
[[registry]]
prefix = "a.example"
location = "b.example/x"
[[registry.mirror]]
location = "m.example"
[aliases]
"web" = "quay.io/acme/web"
`;
    expect(names(conf, text)).toEqual([
      'search docker.io',
      'image a.example',
      'place b.example/x',
      'place m.example',
      'short-name key web',
      'repository quay.io/acme/web',
    ]);
  });

  it('are those of a mirror policy, resources and a signature policy', () => {
    const policy = `version: 1
upstreams:
  - registry: docker.io
    mirrors: [{ location: m.example, ca: root }]
allowed: [docker.io]
cas: { root: /etc/pki/root.pem }
`;
    expect(names('mirror-policy.yaml', policy)).toEqual([
      'image docker.io',
      'place m.example',
      'authority root',
      'image docker.io',
      'authority key root',
    ]);
    const list = `apiVersion: v1
kind: List
items:
  - apiVersion: config.openshift.io/v1
    kind: ImageTagMirrorSet
    spec: { imageTagMirrors: [{ source: quay.io/a, mirrors: [m.example/a] }] }
  - apiVersion: config.openshift.io/v1
    kind: Image
    spec: { registrySources: { blockedRegistries: [bad.example] } }
`;
    expect(names('all.yaml', list)).toEqual(['image quay.io/a', 'place m.example/a', 'image bad.example']);
    expect(
      names('policy.json', '{"default":[{"type":"reject"}],"transports":{"docker":{"quay.io":[]}}}'),
    ).toEqual(['image key quay.io']);
  });

  it('are found below hostile keys without harm', () => {
    expect(
      names(conf, '[__proto__]\nx = 1\n[[registry]]\n__proto__ = "a"\nlocation = "b.example"\n'),
    ).toEqual(['place b.example']);
  });
});
