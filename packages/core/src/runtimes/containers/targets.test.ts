import { describe, expect, it } from 'vitest';
import { atLeast, type LibraryVersion } from '../../model/target.ts';
import { defaultTarget, parseTarget, runtimeIds } from './targets.ts';
import { releases, versionTriple } from './versions.ts';

function libraryOf(text: string): string {
  const parsed = parseTarget(text);
  return parsed.ok ? parsed.target.library.join('.') : parsed.message;
}

describe('a release is built with', () => {
  it.each([
    ['podman@1.4', '2.0.0'],
    ['podman@2.2', '5.8.1'],
    ['podman@3.0', '5.10.2'],
    ['podman@4.1', '5.21.1'],
    ['podman@4.6', '5.26.1'],
    ['podman@5.5', '5.35.0'],
    ['podman@5.8', '5.39.1'],
    ['podman@6.0', '5.40.0'],
    ['cri-o@1.20', '5.7.0'],
    ['cri-o@1.29', '5.29.0'],
    ['cri-o@1.33', '5.35.0'],
    ['skopeo@1.2', '5.6.0'],
    ['skopeo@1.9', '5.22.0'],
    ['skopeo@1.19', '5.35.0'],
    ['buildah@1.18', '5.8.0'],
    ['buildah@1.44', '5.40.0'],
  ])('%s: containers/image %s', (text, library) => {
    expect(libraryOf(text)).toBe(library);
  });

  it('that of the newest listed release not above it, where it is not listed', () => {
    expect(libraryOf('podman@5.4.2')).toBe('5.34.0');
    expect(libraryOf('skopeo@1.4')).toBe('5.12.0');
    expect(libraryOf('buildah@1.34.1')).toBe('5.25.0');
    expect(libraryOf('podman@99.0')).toBe('5.40.0');
    expect(libraryOf('cri-o@1.100')).toBe('5.38.0');
  });

  it('another library in the builds of Debian 12', () => {
    for (const id of ['skopeo@1.9.3', 'podman@4.3.1'])
      expect(parseTarget(id)).toMatchObject({ target: { id, library: [5, 23, 1], decoder: [1, 2, 0] } });
    expect(libraryOf('skopeo@1.9.2')).toBe('5.22.0');
  });

  it('itself, where the library is named', () => {
    expect(libraryOf('containers-image@5.36')).toBe('5.36.0');
    expect(libraryOf('containers-image@5.36.1')).toBe('5.36.1');
  });

  it('a decoder that only ever becomes newer', () => {
    for (const [runtime, list] of Object.entries(releases)) {
      const targets = list.map(({ version }) => parseTarget(`${runtime}@${version}`));
      const found = targets.map((parsed) => (parsed.ok ? parsed.target : defaultTarget));
      found.slice(1).forEach((target, index) => {
        expect(atLeast(target.library, found[index]!.library), target.id).toBe(true);
        expect(atLeast(target.decoder, found[index]!.decoder), target.id).toBe(true);
      });
    }
  });
});

describe('a target', () => {
  it.each(runtimeIds)('%s may be named without a version', (runtime) => {
    const parsed = parseTarget(runtime);
    expect(parsed).toMatchObject({ ok: true, target: { runtime } });
  });

  it('keeps its version as written, without a leading v', () => {
    expect(parseTarget('podman@v5.4')).toMatchObject({ target: { id: 'podman@5.4', version: '5.4' } });
  });

  it('is podman 5.8 where none is named', () => {
    expect(defaultTarget.id).toBe('podman@5.8');
  });

  it.each([
    ['podmann@5.8', 'did you mean podman?'],
    ['', 'unknown target ""'],
    ['Podman', 'unknown target "Podman"'],
    ['__proto__', 'unknown target "__proto__"'],
    ['podman@', '"" is not a version'],
    ['podman@latest', '"latest" is not a version'],
    ['podman@5', '"5" is not a version'],
    ['podman@5.8.1.2', 'is not a version'],
    ['podman@5.8-rc1', 'is not a version'],
    ['podman@5.8@1', 'is not a version'],
    ['podman@1.3', 'too old: the first known release is podman@1.4'],
    ['cri-o@1.19.9', 'too old: the first known release is cri-o@1.20'],
    ['containers-image@1.9', 'too old: the first known release is containers-image@2.0.0'],
  ])('%j is none: %s', (text, message) => {
    const parsed = parseTarget(text);
    expect(parsed.ok ? '' : parsed.message).toContain(message);
  });
});

describe('versions', () => {
  it.each([
    ['5.8', [5, 8, 0]],
    ['v5.8.1', [5, 8, 1]],
    ['1.10', [1, 10, 0]],
    ['5', undefined],
    ['5.', undefined],
    [' 5.8', undefined],
    ['5.8\n', undefined],
    ['99999.1', undefined],
  ])('%j is read as %j', (text, triple) => {
    expect(versionTriple(text)).toEqual(triple);
  });

  it('are compared number by number', () => {
    const ordered: readonly LibraryVersion[] = [
      [4, 99, 99],
      [5, 9, 9],
      [5, 10, 0],
      [5, 10, 1],
    ];
    ordered.forEach((version, index) => {
      ordered.forEach((other, place) => {
        expect(atLeast(version, other), `${version} ${other}`).toBe(index >= place);
      });
    });
  });
});
