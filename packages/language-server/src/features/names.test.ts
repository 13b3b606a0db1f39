import { describe, expect, it } from 'vitest';
import { applied } from '../testing/texts.ts';
import { cursor, viewOf } from '../testing/view.ts';
import { isAtOrBelow, nameAt } from './names.ts';
import { prepareRename, rename } from './rename.ts';

describe('names', () => {
  it.each([
    ['a.example', 'a.example', true],
    ['a.example/x', 'a.example', true],
    ['a.example:5000', 'a.example', false],
    ['a.example/x:1', 'a.example/x', true],
    ['a.examplex', 'a.example', false],
    ['*.a.example', 'a.example', false],
  ])('%s is at or below %s: %s', (name, above, expected) => {
    expect(isAtOrBelow(name, above)).toBe(expected);
  });

  it('reach as far as the cursor', () => {
    const at = (marked: string): string | undefined => {
      const { text, offset } = cursor(marked);
      return nameAt(viewOf('registries.conf', text), offset)?.value;
    };
    expect(at('[[registry]]\nlocation = "a.ex|ample:5000/x/y"\n')).toBe('a.example:5000');
    expect(at('[[registry]]\nlocation = "a.example:5000/x|/y"\n')).toBe('a.example:5000/x');
    expect(at('[[registry]]\nlocation = "a.example:5000/x/y|"\n')).toBe('a.example:5000/x/y');
    expect(at('[[registry]]\nlocation = "a.\\u0065x|ample/y"\n')).toBe('a.example/y');
    expect(at('[[registry]]\ninsecure = tr|ue\n')).toBeUndefined();
  });

  it('of certificate authorities are renamed with their uses', () => {
    const policy =
      'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors: [{ location: m.example, ca: ro|ot }]\ncas: { root: /etc/root.pem }\n';
    const { text, offset } = cursor(policy);
    const view = viewOf('mirror-policy.yaml', text);
    expect(prepareRename(view, offset)?.placeholder).toBe('root');
    const renamed = rename(view, offset, 'corp', [], { versioned: false, version: () => null });
    expect(renamed.ok && renamed.edit.changes?.[view.uri]).toHaveLength(2);
  });

  it.each(['', 'https://a.example', 'a b', 'a"b', 'a.example/'])('cannot become %j', (wrong) => {
    const { text, offset } = cursor('[[registry]]\nlocation = "a.ex|ample"\n');
    expect(
      rename(viewOf('registries.conf', text), offset, wrong, [], { versioned: false, version: () => null })
        .ok,
    ).toBe(false);
  });

  it.each([
    ['*.new.example', '"*.new.example"', '"*.new.example/team"'],
    ['5000', '"5000"', '5000/team'],
    ['true', '"true"', 'true/team'],
    ['new.example:5000', 'new.example:5000', 'new.example:5000/team'],
  ])('that become %s stay strings of YAML', (newName, alone, above) => {
    const policy = (one: string, two: string): string =>
      `version: 1\nsearch: [${one}] # quay.io\nblocked: [${two}, "quay.io", quay.io.example]\n`;
    const text = policy('quay.io', 'quay.io/team');
    const view = viewOf('mirror-policy.yaml', text);
    const files = [{ uri: view.uri, document: view.document, lines: view.lines }];
    const options = { versioned: false, version: () => null };
    const renamed = rename(view, text.indexOf('quay.io'), newName, files, options);
    const edits = renamed.ok ? renamed.edit.changes![view.uri]! : [];
    const inQuotes = policy(alone, above).replace('"quay.io"', `"${newName}"`);
    expect(applied(text, edits)).toBe(inQuotes);
  });

  it('are those of exact references too', () => {
    const identity = '{"type": "exactReference", "dockerReference": "quay.io/a/b:1"}';
    const { text, offset } = cursor(
      `{"default": [{"type": "sigstoreSigned", "keyPath": "/k", "signedIdentity": ${identity}}], "transports": {"docker": {"qu|ay.io": []}}}`,
    );
    const view = viewOf('policy.json', text);
    const files = [{ uri: view.uri, document: view.document, lines: view.lines }];
    const renamed = rename(view, offset, 'new.example', files, { versioned: false, version: () => null });
    expect(applied(text, renamed.ok ? renamed.edit.changes![view.uri]! : [])).toContain(
      '"dockerReference": "new.example/a/b:1"',
    );
  });
});
