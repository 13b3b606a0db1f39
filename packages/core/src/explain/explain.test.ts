import { describe, expect, it } from 'vitest';
import { mainPath, nodeOf } from '../testing/node.ts';
import { explain } from './explain.ts';
import type { Explanation } from './explanation.ts';

const digest = `sha256:${'0'.repeat(64)}`;

function explained(text: string, image: string, target = 'podman@5.8'): Explanation {
  return explain(nodeOf({ [mainPath]: text }, target), image);
}

/** `order reference` of each candidate, or why it is skipped. */
function lines({ candidates }: Explanation): readonly string[] {
  return candidates.map(({ order, reference, skipped, blockedBy }) =>
    order === null
      ? `- ${reference} ${skipped}`
      : `${order} ${reference}${blockedBy === undefined ? '' : ` blocked by ${blockedBy}`}`,
  );
}

const mirrored =
  '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "a.example/q"\npull-from-mirror = "digest-only"\n[[registry.mirror]]\nlocation = "b.example"\npull-from-mirror = "tag-only"\n';

describe('explain', () => {
  it('filters mirrors by the kind of the reference, and asks the source last', () => {
    const byTag = explained(mirrored, 'quay.io/acme/web:1');
    expect(byTag.candidates.map(({ order, primary }) => [order, primary])).toEqual([
      [null, false],
      [1, false],
      [2, true],
    ]);
    const byDigest = explained(mirrored, `quay.io/acme/web@${digest}`);
    expect(byDigest.candidates[0]).toMatchObject({
      order: 1,
      reference: `a.example/q/acme/web@${digest}`,
      url: `https://a.example/v2/q/acme/web/manifests/${digest}`,
    });
    expect(byDigest.candidates[1]!.order).toBeNull();
  });

  it('takes the longest prefix at a boundary', () => {
    const text = ['quay.io', 'quay.io/acme', 'quay.io/ac']
      .map((prefix, index) => `[[registry]]\nprefix = "${prefix}"\nlocation = "l${index}.example"\n`)
      .join('');
    expect(explained(text, 'quay.io/acme/web').matched?.prefix).toBe('quay.io/acme');
    expect(explained(text, 'quay.io/acmeweb').matched?.prefix).toBe('quay.io');
    expect(explained(text, 'gcr.io/acme').matched).toBeNull();
  });

  it('says who blocks, and that a redirect is not blocked by its own table', () => {
    const blocked = '[[registry]]\nlocation = "quay.io"\nblocked = true\n';
    expect(explained(blocked, 'quay.io/a')).toMatchObject({ verdict: 'blocked' });
    expect(lines(explained(blocked, 'quay.io/a'))).toEqual(['1 quay.io/a:latest blocked by quay.io']);
    const redirected = '[[registry]]\nprefix = "quay.io"\nlocation = "m.example/q"\nblocked = true\n';
    expect(explained(redirected, 'quay.io/a')).toMatchObject({ verdict: 'ok' });
  });

  it('names the file, the line and the error where a file is refused', () => {
    const { verdict, error, trace, candidates } = explained(
      '[[registry]]\nlocation = "http://quay.io"\n',
      'quay.io/a',
    );
    expect(verdict).toBe('load-error');
    expect(error).toContain('URI schemes are not supported');
    expect(candidates).toEqual([]);
    expect(trace.some(({ origin }) => origin?.path === mainPath)).toBe(true);
  });

  it('lets one location that gives no name fail them all', () => {
    const text = `${mirrored}[[registry.mirror]]\nlocation = "C.example/Upper"\n`;
    expect(explained(text, 'quay.io/acme/web:1')).toMatchObject({ verdict: 'rewrite-error' });
  });

  it('keeps wildcards where they are, whatever the depth and the port', () => {
    const text = '[[registry]]\nprefix = "*.example"\ninsecure = true\n';
    expect(explained(text, 'a.b.example:5000/web:1').candidates).toMatchObject([
      { reference: 'a.b.example:5000/web:1', location: '', insecure: true },
    ]);
    expect(explained(text, 'example/web:1').matched).toBeNull();
  });

  it('treats a tag with a digest as each reader does', () => {
    const both = `quay.io/a/b:1@${digest}`;
    expect(explained('', both).candidates[0]!.reference).toBe(`quay.io/a/b@${digest}`);
    expect(explained('', both, 'skopeo@1.19').verdict).toBe('reference-error');
  });

  it('answers for what is no reference at all', () => {
    for (const input of ['', 'https://quay.io/a', 'quay.io/A', '\u0000', 'a'.repeat(100_000)])
      expect(explained('', input).verdict, input.slice(0, 20)).toMatch(/^(?:reference|short-name)-error$/);
  });
});
