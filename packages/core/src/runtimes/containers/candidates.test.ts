import { describe, expect, it } from 'vitest';
import { formatReference, parseNormalized, withDefaultTag } from '../../model/reference.ts';
import { mainPath, nodeOf } from '../../testing/node.ts';
import { type Resolution, resolveEndpoints } from './candidates.ts';
import { allMatches } from './match.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const debian = 'skopeo@1.9.3';

function resolved(text: string, image: string, target = debian): Resolution {
  const parsed = parseNormalized(image);
  if (!parsed.ok) throw new Error(parsed.error);
  return resolveEndpoints(nodeOf({ [mainPath]: text }, target).config(), withDefaultTag(parsed.value));
}

/** Names of what is asked, in order, the digest left out; `!` marks what is refused as blocked. */
function asked({ endpoints }: Resolution): readonly string[] {
  return endpoints.flatMap(({ reference, blockedBy }) => {
    if (reference === undefined) return [];
    const name = formatReference(reference).replace(`@${digest}`, '');
    return [blockedBy === undefined ? name : `!${name}`];
  });
}

const table = (...keys: readonly string[]): string => `[[registry]]\n${keys.join('\n')}\n`;
const mirror = (location: string, ...keys: readonly string[]): string =>
  `[[registry.mirror]]\nlocation = "${location}"\n${keys.join('\n')}\n`;

describe('mirrors are asked', () => {
  const kinds =
    table('location = "a.example"') +
    mirror('all.example') +
    mirror('dig.example', 'pull-from-mirror = "digest-only"') +
    mirror('tag.example', 'pull-from-mirror = "tag-only"');

  it('in file order, each for its kind of reference, the source last', () => {
    expect(asked(resolved(kinds, 'a.example/x:1'))).toEqual([
      'all.example/x:1',
      'tag.example/x:1',
      'a.example/x:1',
    ]);
    expect(asked(resolved(kinds, `a.example/x@${digest}`))).toEqual([
      'all.example/x',
      'dig.example/x',
      'a.example/x',
    ]);
  });

  it('for everything by releases that do not know pull-from-mirror', () => {
    expect(asked(resolved(kinds, 'a.example/x:1', 'containers-image@5.20'))).toHaveLength(4);
    expect(asked(resolved(kinds, 'a.example/x:1', 'containers-image@5.21'))).toHaveLength(3);
  });

  it('for digests alone under mirror-by-digest-only, and a bad one does no harm to tags', () => {
    const text = table('location = "a.example"', 'mirror-by-digest-only = true') + mirror('b.example/Upper');
    const byTag = resolved(text, 'a.example/x:1');
    expect(asked(byTag)).toEqual(['a.example/x:1']);
    expect(byTag.endpoints[0]).toMatchObject({ skipped: 'digest-only' });
    expect(byTag.error).toBeNull();
    expect(resolved(text, `a.example/x@${digest}`).error).toContain('must be lowercase');
  });

  it('not at all when one of them gives no valid reference', () => {
    const text = table('location = "a.example"') + mirror('b.example') + mirror('reg');
    expect(resolved(text, 'a.example/x:1').error).toBe(
      'rewriting reference: repository name must be canonical',
    );
  });

  it('with a slash at their end since 5.35; before, no reference came of them', () => {
    const text = table('location = "a.example"') + mirror('m.example/');
    expect(resolved(text, 'a.example/x:1').error).toBe('rewriting reference: invalid reference format');
    expect(resolved(text, 'a.example/x:1', 'containers-image@5.34').error).not.toBeNull();
    expect(asked(resolved(text, 'a.example/x:1', 'containers-image@5.35'))).toEqual([
      'm.example/x:1',
      'a.example/x:1',
    ]);
  });
});

describe('blocking', () => {
  it('goes by the place that is asked: a redirected table does not block itself, a mirror of a blocked one is refused', () => {
    const text =
      table('prefix = "a.example"', 'location = "b.example"', 'blocked = true') +
      mirror('c.example/q') +
      table('location = "c.example"', 'blocked = true');
    expect(asked(resolved(text, 'a.example/x:1'))).toEqual(['!c.example/q/x:1', 'b.example/x:1']);
  });

  it('refuses the source and not its mirrors', () => {
    const text = table('location = "a.example"', 'blocked = true') + mirror('m.example');
    expect(asked(resolved(text, 'a.example/x:1'))).toEqual(['m.example/x:1', '!a.example/x:1']);
  });

  it('refuses the target of a redirect that another table blocks', () => {
    const text =
      table('prefix = "a.example"', 'location = "b.example"') +
      table('prefix = "b.example"', 'location = "c.example"', 'blocked = true');
    expect(asked(resolved(text, 'a.example/x:1'))).toEqual(['!b.example/x:1']);
  });

  it('is lifted by a narrower table', () => {
    const text = table('location = "a.example"', 'blocked = true') + table('location = "a.example/free"');
    expect(asked(resolved(text, 'a.example/free/x:1'))).toEqual(['a.example/free/x:1']);
    expect(asked(resolved(text, 'a.example/x:1'))).toEqual(['!a.example/x:1']);
  });

  it('does not reach a table whose prefix is nothing but a slash', () => {
    const text = table('prefix = "/"', 'location = "a.example"', 'blocked = true');
    expect(asked(resolved(text, 'a.example/x:1'))).toEqual(['a.example/x:1']);
  });
});

describe('insecure', () => {
  it('is of each endpoint, and not inherited', () => {
    const text =
      table('location = "a.example"', 'insecure = true') +
      mirror('m.example') +
      mirror('n.example', 'insecure = true');
    const flags = resolved(text, 'a.example/x:1').endpoints.map(({ insecure }) => insecure);
    expect(flags).toEqual([false, true, true]);
  });

  it('of the own table of a mirror does not reach the mirror', () => {
    const text =
      table('location = "a.example"') +
      mirror('m.example') +
      table('location = "m.example"', 'insecure = true');
    expect(resolved(text, 'a.example/x:1').endpoints[0]).toMatchObject({ insecure: false });
  });
});

describe('the table is', () => {
  const wildcard = table('prefix = "*.corp.example"', 'location = "w.example"');

  it('the one with the longest prefix; of two as long the first in byte order', () => {
    const text = wildcard + table('prefix = "a.corp.example"', 'location = "e.example"');
    expect(asked(resolved(text, 'a.corp.example/x:1'))).toEqual(['w.example/x:1']);
    const longer = wildcard + table('prefix = "aa.corp.example"', 'location = "e.example"');
    expect(asked(resolved(longer, 'aa.corp.example/x:1'))).toEqual(['e.example/x:1']);
  });

  it('no wildcard before 5.11', () => {
    expect(asked(resolved(wildcard, 'a.corp.example/x:1', 'containers-image@5.10'))).toEqual([
      'a.corp.example/x:1',
    ]);
  });

  it('never one whose prefix has a tag or a digest: names are matched without them', () => {
    const text = table('location = "a.example/x:1"') + table(`location = "a.example/x@${digest}"`);
    expect(resolved(text, 'a.example/x:1').match).toBeUndefined();
    expect(resolved(text, `a.example/x@${digest}`).match).toBeUndefined();
  });

  it('none where no prefix matches: the registry itself is asked, securely', () => {
    expect(resolved('', 'a.example/x:1').endpoints).toMatchObject([
      { location: null, insecure: false, primary: true, skipped: null },
    ]);
  });

  it('first among all that match, the others after it by their length', () => {
    const text = ['a.example', 'a.example/x/y', 'b.example', 'a.example/x']
      .map((location) => table(`location = "${location}"`))
      .join('');
    const config = nodeOf({ [mainPath]: text }, debian).config();
    expect(allMatches(config, 'a.example/x/y/z').map(({ prefix }) => prefix)).toEqual([
      'a.example/x/y',
      'a.example/x',
      'a.example',
    ]);
  });
});
