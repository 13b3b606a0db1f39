import { describe, expect, it } from 'vitest';
import { childUri, nameOf, normalUri, parentUri, pathOfUri, relativeTo } from './uri.ts';

describe('URIs', () => {
  it('of one file are one, however they are written', () => {
    expect(normalUri('file:///c%3A/a%20b/%C3%A4.conf')).toBe(normalUri('file:///c:/a b/ä.conf'));
    expect(normalUri('file:///a/100%.conf')).toBe(normalUri(normalUri('file:///a/100%.conf')));
    expect(normalUri('file:///etc/\ud800.conf')).toContain('%EF%BF%BD');
  });

  it('give paths, names and folders', () => {
    expect(pathOfUri('file:///etc/containers/registries.conf')).toBe('/etc/containers/registries.conf');
    expect(pathOfUri('vscode-vfs://github/o/r/a%20b.yaml')).toBe('/o/r/a b.yaml');
    expect(pathOfUri('untitled:Untitled-1')).toBe('Untitled-1');
    expect(nameOf('file:///a/b%20c.conf')).toBe('b c.conf');
    expect(parentUri('file:///a/b')).toBe('file:///a');
    expect(childUri('file:///a', 'b c')).toBe('file:///a/b%20c');
    expect(relativeTo('file:///a', 'file:///a/b/c%20d')).toBe('b/c d');
    expect(relativeTo('file:///a', 'file:///ab/c')).toBeUndefined();
  });
});
