import { describe, expect, it } from 'vitest';
import { filterPayload, type Lists } from './payload.ts';
import { traitsOf } from './releases.ts';

const span = { start: 0, end: 0 };
const repository = 'quay.io/openshift-release-dev/ocp-release';
const image = `${repository}@sha256:${'0'.repeat(64)}`;
const nothing: Lists = { insecure: [], blocked: [], allowed: [], digest: [], tag: [] };

function mirrored(source: string, ...mirrors: readonly string[]): Lists['digest'] {
  return [{ source: { value: source, span }, mirrors: mirrors.map((value) => ({ value, span })), span }];
}

function filtered(lists: Partial<Lists>, release = image) {
  return filterPayload({ ...nothing, ...lists }, release, traitsOf([4, 16]));
}

const dropped = (entry: string): string =>
  `klog(V2): error adding [${entry}] to blocked registries, cannot block the repository being used by the payload, skipping....`;

describe('a blocked entry that covers the release image', () => {
  it('is dropped where no mirror serves it by digest', () => {
    const left = { registriesBlocked: ['b.example'], policyBlocked: ['b.example'] };
    const blocked = ['quay.io', 'b.example'];
    expect(filtered({ blocked })).toMatchObject({ ...left, warnings: [dropped('"quay.io"')] });
    expect(filtered({ blocked, tag: mirrored('quay.io', 'm.example') })).toMatchObject(left);
    expect(
      filtered({ blocked, digest: mirrored('quay.io', 'm.example') }, `${repository}:4.16`),
    ).toMatchObject(left);
  });

  it('is dropped where its mirrors are blocked as well', () => {
    const digest = mirrored('quay.io', 'm.example/quay', 'n.example');
    const blocked = ['quay.io', 'm.example', '*.example'];
    expect(filtered({ blocked, digest })).toMatchObject({
      registriesBlocked: ['m.example', '*.example'],
      warnings: [dropped('"quay.io"')],
    });
  });

  it('stays where one mirror is not, and lets the repository of the image in', () => {
    const digest = mirrored('quay.io', 'm.example/quay', 'n.example');
    const blocked = ['b.example', 'quay.io', 'm.example'];
    expect(filtered({ blocked, digest, allowed: ['a.example'] })).toEqual({
      registriesBlocked: blocked,
      policyBlocked: blocked,
      allowed: [repository, 'a.example'],
      payloadRepository: repository,
      warnings: [],
    });
  });

  it('is not blocked by the signature policy where it is the repository itself', () => {
    const digest = mirrored(repository, 'm.example/release');
    expect(filtered({ blocked: [repository], digest })).toMatchObject({
      registriesBlocked: [repository],
      policyBlocked: [],
      allowed: [repository],
    });
  });

  it.each([
    ['an insecure entry with a scheme', { insecure: ['http://a.example'] }, 'URI schemes are not supported'],
    [
      'a malformed wildcard',
      { blocked: ['quay.io', '*.x:5000'] },
      'Wildcarded prefix should be in the format',
    ],
    [
      'an entry below a mirrored wildcard',
      { blocked: ['quay.io', 'x.q.example'], digest: mirrored('*.q.example', 'm') },
      'internal error',
    ],
  ])('takes all lists along where %s keeps the file from loading', (_, lists, words) => {
    const result = filtered({ blocked: ['quay.io'], allowed: ['a.example'], ...lists });
    expect(result).toMatchObject({ registriesBlocked: [], policyBlocked: [], allowed: [] });
    expect(typeof result === 'object' && result.warnings).toEqual([expect.stringContaining(words)]);
  });
});

describe('an entry that only looks as if it covered the release image', () => {
  it.each(['quay.io/', 'quay.io:443', `${repository}:latest`, 'ay.io', '*.quay.io'])(
    '%s is left as it is',
    (entry) => {
      expect(filtered({ blocked: [entry], allowed: ['a'] })).toMatchObject({
        registriesBlocked: [entry],
        policyBlocked: [entry],
        allowed: ['a'],
        warnings: [],
      });
    },
  );
});

describe('a release image', () => {
  it.each(['', 'busybox', 'quay.io', 'docker.io/busybox', 'Quay.io/A@sha256:0'])(
    '%j cannot be read',
    (text) => {
      expect(filtered({ blocked: ['b.example'] }, text)).toBe('error parsing reference of release image');
    },
  );

  it('that is not known protects nothing', () => {
    const lists = { ...nothing, blocked: ['quay.io'] };
    const result = filterPayload(lists, undefined, traitsOf([4, 16]));
    expect(result).toMatchObject({ registriesBlocked: ['quay.io'], warnings: [] });
  });
});
