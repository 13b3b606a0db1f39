import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedFolder } from '../../testing/shared.ts';
import { applyEdits } from '../../text/edit.ts';
import { sourceText } from '../../text/source.ts';
import { parseToml } from '../toml/parse.ts';
import { documents, mutatedDocuments } from '../toml/testing/documents.ts';
import { plainTree } from '../toml/testing/values.ts';
import { formatToml } from './toml.ts';

function format(text: string): string {
  return applyEdits(text, formatToml(parseToml(sourceText(text))));
}

/** Comments as written, in order. */
function commentsOf(text: string): readonly string[] {
  const tree = parseToml(sourceText(text));
  return tree.comments.map(({ span }) => tree.source.slice(span));
}

function expectKept(text: string): void {
  const formatted = format(text);
  expect(plainTree(parseToml(sourceText(formatted)))).toEqual(plainTree(parseToml(sourceText(text))));
  expect(commentsOf(formatted)).toEqual(commentsOf(text));
  expect(format(formatted)).toBe(formatted);
}

describe('formatting TOML', () => {
  it('spaces keys, headers and lists evenly and keeps comments where they are', () => {
    const text = `

# top
unqualified-search-registries=["docker.io" ,"quay.io"]   # two
[[ registry ]]
    prefix   = 'quay.io'
  # the real place
  location= "quay.io"
[[registry.mirror]]
location = "cache.corp.example"



[aliases]
"web"="quay.io/acme/web"`;
    expect(format(text)).toBe(`# top
unqualified-search-registries = ["docker.io", "quay.io"]   # two

[[registry]]
prefix = 'quay.io'
# the real place
location = "quay.io"

[[registry.mirror]]
location = "cache.corp.example"

[aliases]
"web" = "quay.io/acme/web"
`);
  });

  it('keeps the lines of a list and indents them', () => {
    expect(format('a = [  # why\n"x",# one\n\n\n      "y"\n , "z"\n    ]\n')).toBe(
      'a = [  # why\n  "x", # one\n\n  "y", "z"\n]\n',
    );
    expect(format('a=[1,2,[ ],{b=1},{}]')).toBe('a = [1, 2, [], { b = 1 }, {}]\n');
  });

  it('leaves comments next to a header to what they belong to', () => {
    const text = '[a]\nb = 1\n# c = 2\n[d]\n';
    expect(format(text)).toBe(text);
  });

  it('keeps the line ends of the text', () => {
    expect(format('a=1\r\n\r\n\r\n[b]\r\nc=2')).toBe('a = 1\r\n\r\n[b]\r\nc = 2\r\n');
  });

  it('keeps a byte order mark and leaves an empty text empty', () => {
    expect(format('\ufeff\n\na=1\n')).toBe('\ufeffa = 1\n');
    expect(format('')).toBe('');
    expect(format('\n \n')).toBe('');
    expect(format('\n# only\n\n')).toBe('# only\n');
  });

  it('leaves a text alone that it cannot read', () => {
    const text = '[[registry]\nlocation=\n';
    expect(format(text)).toBe(text);
  });

  it('keeps values and comments of every document, and is done after one run', () => {
    fc.assert(fc.property(documents, expectKept), { numRuns: 1000 });
    fc.assert(fc.property(mutatedDocuments, expectKept), { numRuns: 1000 });
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readText(path: string): string | undefined {
  try {
    return decoder.decode(readFileSync(path));
  } catch {
    return undefined;
  }
}

describe.each([
  ['corpus', /registries-conf|hosts-toml|containerd-config/],
  ['toml-test', /\/valid\/.*\.toml$/],
])('formatting the files of %s', (name, wanted) => {
  const folder = sharedFolder(name);
  it.skipIf(folder === undefined)('keeps their values and comments', () => {
    const files = filesBelow(folder!).filter((path) => wanted.test(path));
    expect(files.length).toBeGreaterThan(50);
    for (const path of files) {
      const text = readText(path);
      if (text !== undefined) expectKept(text);
    }
  });
});
