import { describe, expect, it } from 'vitest';
import type { TextEdit } from 'vscode-languageserver';
import { applied } from '../../testing/texts.ts';
import { cursor, viewOf } from '../../testing/view.ts';
import { completion } from './completion.ts';

function labels(path: string, marked: string): readonly string[] {
  const { text, offset } = cursor(marked);
  const view = viewOf(path, text);
  const files = [{ uri: view.uri, document: view.document, lines: view.lines }];
  return completion(view, offset, { snippets: true, markdown: true, files }).map(({ label }) => label);
}

const idms = 'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\n';

describe('completion in registries.conf', () => {
  const conf = 'registries.conf';

  it.each([
    ['|', 'short-name-mode'],
    ['[[registry]]\n|', 'prefix'],
    ['[[registry]]\nlocation = "a.example"\n\n[[registry.mirror]]\npull|\n', 'pull-from-mirror'],
    ['[|', '[aliases]'],
    ['[[registry]]\nblocked = |\n', 'true'],
    ['[[registry]]\n[[registry.mirror]]\npull-from-mirror = "di|"\n', 'digest-only'],
    ['unqualified-search-registries = ["docker.io", "|"]\n', 'quay.io'],
    ['unqualified-search-registries = [\n  "docker.io",\n  "|"\n]\n', 'quay.io'],
    ['[aliases]\nweb = "|"\n', 'docker.io'],
    ['[[registry]]\r\nloc|\r\n', 'location'],
  ])('%j offers %s', (text, wanted) => {
    expect(labels(conf, text)).toContain(wanted);
  });

  it.each([
    ['# pre|\n[[registry]]\nlocation = "a"\n'],
    ['[[registry]]\nlocation = "a" # tr|\n'],
    ['[unknown]\nx = "|"\n[[registry]]\n'],
  ])('%j offers nothing', (text) => {
    expect(labels(conf, text)).toEqual([]);
  });

  it('does not offer keys twice, nor those of a mirror in a registry', () => {
    const offered = labels(conf, '[[registry]]\nprefix = "a.example"\nLocation = "b"\n|\n');
    expect(offered).not.toContain('prefix');
    expect(offered).not.toContain('location');
    expect(offered).not.toContain('pull-from-mirror');
    expect(offered).toContain('blocked');
  });
});

describe('completion in YAML', () => {
  it.each([
    ['mirror-policy.yaml', '|', 'upstreams'],
    ['mirror-policy.yaml', 'version: |\nupstreams: []\n', '1'],
    ['mirror-policy.yaml', 'version: 1\nupstreams:\n- |\n', 'registry'],
    [
      'mirror-policy.yaml',
      'version: 1\nupstreams:\n- registry: a.example\n  mirrors:\n  - location: b.example\n    sty|\n',
      'style',
    ],
    ['mirror-policy.yaml', 'version: 1\nallowed: [quay.io, |]\n', 'docker.io'],
    ['mirror-policy.yaml', 'version: 1\nallowed:\n  - |\n', 'docker.io'],
    ['mirror-policy.yaml', 'version: 1\nshortNames: |\n', 'enforcing'],
    ['i.yaml', `${idms}spec:\n  |\n`, 'imageDigestMirrors'],
    ['i.yaml', `${idms}spec:\n  imageDigestMirrors:\n  - source: a.example\n    |\n`, 'mirrors'],
    ['i.yaml', `${idms}spec:\n  imageDigestMirrors:\n  - mirrors:\n    - |\n`, 'quay.io'],
    [
      'i.yaml',
      `---\n${idms}---\napiVersion: config.openshift.io/v1\nkind: Image\nspec:\n  registrySources:\n    blo|\n`,
      'blockedRegistries',
    ],
    [
      'i.yaml',
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: config.openshift.io/v1\n  kind: ImageTagMirrorSet\n  spec:\n    |\n`,
      'imageTagMirrors',
    ],
  ])('%s %j offers %s', (path, text, wanted) => {
    expect(labels(path, text)).toContain(wanted);
  });

  it('follows the kind of the resource', () => {
    expect(labels('i.yaml', `${idms}spec:\n  |\n`)).not.toContain('registrySources');
  });
});

describe('completion in JSON', () => {
  it.each([
    ['{|}', 'default'],
    ['{"default": [{"type": "signedBy", |}]}', 'keyType'],
    ['{"default": [{"type": "sigstoreSigned", "signedIdentity": {"type": "|"}}]}', 'matchRepository'],
    ['{"default": [{"type": "reject"}], "transports": {"docker": {"|": []}}}', 'quay.io'],
    ['{"default": [{"type": "reject"}], "transports": {"|": {}}}', 'docker-daemon'],
  ])('%j offers %s', (text, wanted) => {
    expect(labels('policy.json', text)).toContain(wanted);
  });
});

describe('what is completed where something stands already', () => {
  function accepted(path: string, marked: string, label: string): string | undefined {
    const { text, offset } = cursor(marked);
    const view = viewOf(path, text);
    const files = [{ uri: view.uri, document: view.document, lines: view.lines }];
    const items = completion(view, offset, { snippets: false, markdown: true, files });
    const item = items.find((one) => one.label === label);
    return item && applied(text, [item.textEdit as TextEdit]);
  }
  const policy = (rest: string): string => `{"transports": {"docker": {${rest}}}}`;

  it.each([
    ['registries.conf', 'short-name-mode = |"enforcing"\n', 'disabled', 'short-name-mode = "disabled"\n'],
    [
      'registries.conf',
      'unqualified-search-registries = [|"docker.io"]\n',
      'quay.io',
      'unqualified-search-registries = ["quay.io"]\n',
    ],
    ['registries.conf.d/a.conf', '[aliases]\n"a/|b" = "quay.io/a/b"\n[[registry]]\n', 'a/c', undefined],
    ['policy.json', policy('"docker.io": [], "quay.|io": []'), 'docker.io', undefined],
    ['policy.json', policy('"quay.|io": []'), 'registry.k8s.io', policy('"registry.k8s.io": []')],
    ['policy.json', '{"default": [|{"type": "reject"}]}', 'type', undefined],
    [
      'policy.json',
      '{"default": [{| "keyPath": "/k"}]}',
      'type',
      '{"default": [{"type": "insecureAcceptAnything", "keyPath": "/k"}]}',
    ],
    ['policy.json', '{"default": [{|"type": "reject"}]}', 'type', '{"default": [{"type": "reject"}]}'],
    [
      'mirror-policy.yaml',
      'search: [quay.io]\nblocked:\n  - |"a.b" # x\n',
      'quay.io',
      'search: [quay.io]\nblocked:\n  - quay.io # x\n',
    ],
    [
      'mirror-policy.yaml',
      'search: [quay.io]\nblocked:\n  - "a| # x\n',
      'quay.io',
      'search: [quay.io]\nblocked:\n  - "quay.io # x\n',
    ],
  ])('%s: %j with %s becomes %j', (path, marked, label, wanted) => {
    expect(accepted(path, marked, label)).toBe(wanted);
  });

  it.each([
    ['registries.conf', '|[[registry]]\nlocation = "a"\n'],
    ['registries.conf', '[[registry]]\n|  location = "a"\n'],
    ['registries.conf', '[[registry]]\ninsecure =| true\n'],
    ['registries.conf', 'unqualified-search-registries = |\n'],
    ['policy.json', '{"default": [{"type":| "reject"}]}'],
    ['mirror-policy.yaml', 'upstreams:\n|  - registry: docker.io\n'],
  ])('%s: %j offers nothing', (path, marked) => {
    expect(labels(path, marked)).toEqual([]);
  });

  it('offers a table that stands once only where it does not stand, and one of an element below it', () => {
    expect(labels('registries.conf', '[|\n[aliases]\n')).not.toContain('[aliases]');
    expect(labels('registries.conf', '[|\n')).not.toContain('[[registry.mirror]]');
    expect(labels('registries.conf', '[[registry]]\nlocation = "a"\n[|\n')).toContain('[[registry.mirror]]');
  });

  it('writes what follows a new key of a map', () => {
    const two = 'search: [quay.io]\naliases:\n  web: quay.io/a/web\n';
    expect(accepted('registries.conf', '[aliases]\nweb = "quay.io/a"\n|', 'tool')).toBeUndefined();
    expect(accepted('policy.json', policy('|'), 'quay.io')).toBe(policy('"quay.io": []'));
    expect(accepted('mirror-policy.yaml', `${two}  |`, 'web')).toBeUndefined();
  });
});

describe('ends of lines', () => {
  it('are those of YAML: a lone CR is one', () => {
    expect(labels('mirror-policy.yaml', 'version: 1\rups|')).toContain('upstreams');
  });

  it('are none where Unicode alone would have them', () => {
    expect(labels('mirror-policy.yaml', 'version: 1\nsearch: ["\u2028|')).toEqual([]);
  });
});
