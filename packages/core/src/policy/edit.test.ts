import { describe, expect, it } from 'vitest';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { sourceText } from '../text/source.ts';
import * as edit from './edit.ts';
import { readMirrorPolicy } from './read.ts';
import { newMirrorPolicy } from './write.ts';

function read(text: string): edit.PolicyDocument {
  return readMirrorPolicy('mirror-policy.yaml', sourceText(text));
}

function after(text: string, change: (policy: edit.PolicyDocument) => readonly TextEdit[]): string {
  const result = applyEdits(text, change(read(text)));
  expect(read(result).tree.problems).toEqual([]);
  expect(read(result).model.problems).toEqual([]);
  return result;
}

const text = `# ours
version: 1
upstreams:
  # the hub
  - registry: docker.io # busy
    mirrors:
      # near
      - location: a.example
      - location: b.example
        pull: digest
  - registry: quay.io
allowed: [docker.io, quay.io] # all
`;

describe('editing a mirror policy', () => {
  it('grows from the starting text', () => {
    let policy = read(newMirrorPolicy());
    const apply = (edits: readonly TextEdit[]): void => {
      policy = edit.applyPolicyEdits(policy, edits);
    };
    apply(
      edit.addUpstream(policy, {
        registry: 'docker.io',
        mirrors: [{ location: 'a.example', pull: 'digest' }],
      }),
    );
    apply(edit.addUpstream(policy, { registry: '*.corp.example', fallback: 'block' }));
    apply(edit.addMirror(policy, 1, { location: 'b.example:5000', insecure: true }));
    apply(edit.setList(policy, 'search', []));
    apply(edit.addToList(policy, 'blocked', 'old.example'));
    apply(edit.setAlias(policy, 'web', 'quay.io/acme/web'));
    apply(edit.setAlias(policy, 'gone', ''));
    apply(edit.setCa(policy, 'corp', '/etc/pki/corp.pem'));
    expect(policy.model.problems).toEqual([]);
    expect(policy.source.text).toBe(`${newMirrorPolicy()}
upstreams:
  - registry: docker.io
    mirrors:
      - location: a.example
        pull: digest
  - registry: "*.corp.example"
    fallback: block
    mirrors:
      - location: b.example:5000
        insecure: true

blocked:
  - old.example
search: []
aliases:
  web: quay.io/acme/web
  gone: ""
cas:
  corp: /etc/pki/corp.pem
`);
  });

  it('starts a document that has only comments', () => {
    expect(after('# later\n', (policy) => edit.setField(policy, ['version'], 1))).toBe(
      '# later\nversion: 1\n',
    );
  });

  it('sets, adds and removes keys without touching their neighbours', () => {
    expect(after(text, (policy) => edit.setUpstream(policy, 0, 'fallback', 'block'))).toBe(
      text.replace('# busy\n', '# busy\n    fallback: block\n'),
    );
    expect(after(text, (policy) => edit.setMirror(policy, 0, 1, 'pull', 'tag'))).toBe(
      text.replace('pull: digest', 'pull: tag'),
    );
    expect(after(text, (policy) => edit.setMirror(policy, 0, 1, 'pull', undefined))).toBe(
      text.replace('        pull: digest\n', ''),
    );
    expect(after(text, (policy) => edit.removeMirror(policy, 0, 0))).toBe(
      text.replace('      # near\n      - location: a.example\n', ''),
    );
    expect(after(text, (policy) => edit.addToList(policy, 'allowed', 'gcr.io'))).toBe(
      text.replace('quay.io] #', 'quay.io, gcr.io] #'),
    );
    expect(after(text, (policy) => edit.addToList(policy, 'allowed', 'quay.io'))).toBe(text);
    expect(after(text, (policy) => edit.removeFromList(policy, 'allowed', 'docker.io'))).toBe(
      text.replace('docker.io, quay.io', 'quay.io'),
    );
  });

  it('keeps an empty list and drops empty mirrors', () => {
    expect(
      after('version: 1\nallowed: [a.example]\n', (policy) =>
        edit.removeFromList(policy, 'allowed', 'a.example'),
      ),
    ).toBe('version: 1\nallowed: []\n');
    const one =
      'version: 1\nupstreams:\n  - registry: a.example\n    mirrors:\n      - location: b.example\n';
    expect(after(one, (policy) => edit.removeMirror(policy, 0, 0))).toBe(
      'version: 1\nupstreams:\n  - registry: a.example\n',
    );
  });

  it('moves items with their comments', () => {
    const moved = after(text, (policy) => edit.moveMirror(policy, 0, 0, 1));
    expect(moved).toBe(
      text.replace(
        '      # near\n      - location: a.example\n      - location: b.example\n        pull: digest\n',
        '      - location: b.example\n        pull: digest\n      # near\n      - location: a.example\n',
      ),
    );
    expect(after(moved, (policy) => edit.moveMirror(policy, 0, 1, 0))).toBe(text);
    expect(
      read(after(text, (policy) => edit.moveUpstream(policy, 1, 0))).model.upstreams[0]?.registry?.value,
    ).toBe('quay.io');
    expect(
      after('version: 1\nsearch: [a.example, b.example]\n', (policy) =>
        edit.moveItem(policy, ['search'], 0, 1),
      ),
    ).toBe('version: 1\nsearch: [b.example, a.example]\n');
  });
});
