import { describe, expect, it } from 'vitest';
import { mainPath, nodeOf } from '../testing/node.ts';
import { explain } from './explain.ts';
import type { Explanation, TraceLine } from './explanation.ts';

const dropIn = 'etc/containers/registries.conf.d/50-x.conf';
const digest = `sha256:${'0'.repeat(64)}`;

function explained(
  files: Readonly<Record<string, string>>,
  image: string,
  target = 'podman@5.8',
): Explanation {
  return explain(nodeOf(files, target), image);
}

/** `file: marked text: line` of what a trace says and where it points. */
function cited(files: Readonly<Record<string, string>>, trace: readonly TraceLine[]): readonly string[] {
  return trace.map(({ text, origin }) => {
    if (origin === null) return text;
    const { start, end } = origin.span;
    return `${origin.path.slice(origin.path.lastIndexOf('/') + 1)}: ${files[origin.path]!.slice(start, end)}: ${text}`;
  });
}

const table = (place: string, more = ''): string => `[[registry]]\nlocation = "${place}"\n${more}`;

describe('the trace names', () => {
  it('every file that is read and is not, in order', () => {
    const files = { [mainPath]: '', [dropIn]: '', [`${dropIn}.bak`]: '' };
    expect(cited(files, explained(files, 'a.example/x').trace)).toEqual([
      'registries.conf: : read as main',
      '50-x.conf: : read as drop-in',
      '50-x.conf.bak: : not read: only names that end in .conf are read',
      'no table matches a.example/x',
    ]);
  });

  it('that there is no file', () => {
    expect(explained({}, 'a.example/x').trace[0]).toEqual({
      text: 'no registries.conf: every registry is asked itself',
      origin: null,
    });
  });

  it('the table that wins, those it hides, and those under its prefix that are lost, each at its header', () => {
    const files = {
      [mainPath]: table('a.example') + table('a.example/x') + table('a.example/x'),
      [dropIn]: table('a.example/x'),
    };
    const header = '[[registry]]';
    expect(cited(files, explained(files, 'a.example/x/y').trace).slice(2)).toEqual([
      `50-x.conf: ${header}: a.example/x matches and wins (longest prefix)`,
      `registries.conf: ${header}: a.example matches too, shadowed: nothing of it is inherited`,
      `registries.conf: ${header}: a second table for a.example/x in the same file is dropped`,
      `registries.conf: ${header}: an earlier table for a.example/x is replaced whole by a later file`,
    ]);
  });

  it('the alias, also one that was erased', () => {
    const files = {
      [mainPath]:
        'unqualified-search-registries = ["q.example"]\n[aliases]\nweb = "a.example/web"\nold = ""\n',
    };
    expect(cited(files, explained(files, 'web').trace)[0]).toBe(
      'registries.conf: web: alias web = a.example/web',
    );
    expect(cited(files, explained(files, 'old').trace)[0]).toBe(
      'registries.conf: old: the alias old is erased here',
    );
  });

  it('the tag that a digest makes useless', () => {
    const { trace, reference } = explained({}, `a.example/x:1@${digest}`);
    expect(trace[0]!.text).toBe('the tag 1 is dropped: the digest decides');
    expect(reference.canonical).toBe(`a.example/x@${digest}`);
  });

  it('the first error of the file that is refused, at the value', () => {
    const files = { [mainPath]: table('a.example'), [dropIn]: table('http://b.example') };
    expect(cited(files, explained(files, 'c.example/x').trace).join()).toMatch(
      /^50-x\.conf: "http:\/\/b\.example": podman@5\.8 refuses this file: invalid location/,
    );
  });
});

describe('the trace says what holds', () => {
  const says = (text: string, words: string, target?: string): boolean =>
    explained({ [mainPath]: text }, 'a.example/x', target).trace.some((line) => line.text.includes(words));
  const mirrored = table('a.example', '[[registry.mirror]]\nlocation = "m.example"\n');

  it('for mirrors only where there are some', () => {
    expect(says(mirrored, 'mirrors are tried in file order')).toBe(true);
    expect(says(mirrored, 'mirrors of a mirror are not followed')).toBe(true);
    expect(says(table('a.example'), 'mirrors')).toBe(false);
  });

  it('for an order only where more than one is asked', () => {
    const byDigest = table(
      'a.example',
      'mirror-by-digest-only = true\n[[registry.mirror]]\nlocation = "m.example"\n',
    );
    expect(says(byDigest, 'mirrors are tried in file order')).toBe(false);
  });

  it('for insecure endpoints, and for CRI-O', () => {
    expect(says(table('a.example', 'insecure = true\n'), 'then over http')).toBe(true);
    expect(says(table('a.example'), 'then over http')).toBe(false);
    expect(says('', 'SIGHUP', 'cri-o@1.33')).toBe(true);
    expect(says('', 'SIGHUP')).toBe(false);
  });
});

describe('a candidate says why it stands there, and the line that says so', () => {
  it.each([
    ['', 'no table matches: the registry itself', null],
    [table('a.example'), 'the only endpoint', '[[registry]]'],
    [
      '[[registry]]\nprefix = "a.example"\nlocation = "b.example"\n',
      'the only endpoint, at b.example',
      '[[registry]]',
    ],
    [
      table('a.example', '[[registry.mirror]]\nlocation = "m.example"\n'),
      'first mirror of a.example',
      '[[registry.mirror]]',
    ],
    [
      table('a.example', '[[registry.mirror]]\nlocation = "m.example"\npull-from-mirror = "digest-only"\n'),
      'first mirror of a.example; skipped: digest-only, and this is a tag',
      '[[registry.mirror]]',
    ],
    [
      table('a.example', 'blocked = true\n'),
      'the only endpoint; podman refuses it: a.example is blocked',
      '[[registry]]',
    ],
  ])('%j: %s', (text, because, marked) => {
    const [first] = explained({ [mainPath]: text }, 'a.example/x').candidates;
    expect(first!.because.text).toBe(because);
    const span = first!.because.origin?.span;
    expect(span === undefined ? null : text.slice(span.start, span.end)).toBe(marked);
  });

  it('and the fourth mirror is counted too', () => {
    const mirror = (name: string): string => `[[registry.mirror]]\nlocation = "${name}.example"\n`;
    const text = table('a.example', ['m', 'n', 'o', 'p'].map(mirror).join(''));
    const words = explained({ [mainPath]: text }, 'a.example/x').candidates.map(
      ({ because }) => because.text,
    );
    expect(words).toEqual([
      'first mirror of a.example',
      'second mirror of a.example',
      'third mirror of a.example',
      '4th mirror of a.example',
      'the source, after its mirrors',
    ]);
  });

  it('with the address that is asked, that of Docker Hub being another', () => {
    expect(explained({}, 'docker.io/nginx').candidates[0]!.url).toBe(
      'https://registry-1.docker.io/v2/library/nginx/manifests/latest',
    );
  });
});
