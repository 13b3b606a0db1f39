import { describe, expect, it } from 'vitest';
import { sourceText } from '../text/source.ts';
import { readMirrorPolicy } from './read.ts';

const full = `version: 1
targets: [podman@5.8, cri-o@1.33]
upstreams:
  - registry: docker.io
    fallback: keep
    pull: all
    mirrors:
      - location: harbor.corp.example
        style: harbor
        project: hub
        pull: digest
        insecure: false
        ca: corp-root
  - registry: '*.corp.example'
insecure: [registry.lab.example:5000]
blocked: [old.example]
allowed:
  - docker.io
rejected: [quay.io/bad]
search: []
shortNames: permissive
aliases: { web: quay.io/acme/web, gone: '' }
credentialHelpers: [containers-auth.json]
layerStoreAuthHelper: helper
cas: { corp-root: /etc/pki/corp-root.pem }
`;

function read(text: string) {
  return readMirrorPolicy('mirror-policy.yaml', sourceText(text));
}

function problems(text: string): readonly (string | undefined)[][] {
  const { model, source } = read(text);
  return model.problems.map(({ kind, field, span, suggestion }) => [
    kind,
    field,
    source.slice(span),
    ...(suggestion === undefined ? [] : [suggestion]),
  ]);
}

describe('reading a mirror policy', () => {
  it('binds every key', () => {
    const { model, source } = read(full);
    expect(model.problems).toEqual([]);
    expect(model.targets.map(({ value }) => value)).toEqual(['podman@5.8', 'cri-o@1.33']);
    expect(model.upstreams).toHaveLength(2);
    const mirror = model.upstreams[0]!.mirrors[0]!;
    expect(mirror.style?.value).toBe('harbor');
    expect(mirror.insecure?.value).toBe(false);
    expect(source.slice(mirror.ca!.span)).toBe('corp-root');
    expect(model.upstreams[1]!.registry?.value).toBe('*.corp.example');
    expect(model.search?.items).toEqual([]);
    expect(model.aliases.map(({ name, value }) => [name.value, value.value])).toEqual([
      ['web', 'quay.io/acme/web'],
      ['gone', ''],
    ]);
    expect(model.cas[0]?.path.value).toBe('/etc/pki/corp-root.pem');
    expect(model.version?.value).toBe(1);
  });

  it('tells no list from an empty one, and takes a key without a value for absent', () => {
    expect(read('version: 1\n').model.search).toBeUndefined();
    expect(read('version: 1\nsearch:\n').model.search).toBeUndefined();
    expect(read('version: 1\nsearch:\n').model.problems).toEqual([]);
  });

  it('says what is misspelt, and what was meant', () => {
    expect(problems('version: 1\nupstream: []\n')).toEqual([
      ['unknown-key', 'upstream', 'upstream', 'upstreams'],
    ]);
    expect(problems('version: 1\nupstreams: [{ registry: a.example, prefix: b }]\n')).toEqual([
      ['unknown-key', 'upstreams[0].prefix', 'prefix', 'registry'],
    ]);
    expect(problems('version: 1\nshortNames: enforce\n')).toEqual([
      ['bad-value', 'shortNames', 'enforce', 'enforcing'],
    ]);
    expect(
      problems(
        'version: 1\nupstreams: [{ registry: a.example, mirrors: [{ location: b.example, pull: digest-only }] }]',
      ),
    ).toEqual([['bad-value', 'upstreams[0].mirrors[0].pull', 'digest-only', 'digest']]);
  });

  it('says what is of a wrong type, and what is missing', () => {
    expect(problems('version: 1\nblocked: a.example\n')).toEqual([
      ['wrong-type', 'blocked', 'a.example', '[a.example]'],
    ]);
    expect(problems('version: 1\nblocked: [1.5]\n')).toEqual([['wrong-type', 'blocked[0]', '1.5', '"1.5"']]);
    expect(problems('version: 2\n')).toEqual([['bad-value', 'version', '2']]);
    expect(problems('upstreams: [{ mirrors: [{ insecure: yes }] }]\n')).toEqual([
      ['missing', 'version', 'upstreams'],
      ['missing', 'upstreams[0].registry', 'mirrors'],
      ['missing', 'upstreams[0].mirrors[0].location', 'insecure'],
      ['wrong-type', 'upstreams[0].mirrors[0].insecure', 'yes', 'true'],
    ]);
  });

  it('reads anything without throwing', () => {
    const texts = [
      '',
      '\u0000',
      '[',
      '- 1\n- 2',
      'version: 1\n---\nversion: 2\n',
      '"__proto__": {}',
      'aliases: [1]',
    ];
    for (const text of [...texts, ...[...full].map((_, at) => full.slice(0, at))]) {
      expect(() => read(text)).not.toThrow();
    }
  });
});
