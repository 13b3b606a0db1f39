import { describe, expect, test } from 'vitest';
import { sha256 } from '../../text/sha256.ts';
import { exportRefusals } from '../model.ts';
import { exportedNode, hostile, requestOf } from '../testing/nodes.ts';
import { bundleFiles, exportBundle } from './bundle.ts';
import { ustar } from './ustar.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('a bundle', () => {
  test('names every part with its hash, and holds a text of two nodes once', () => {
    const files = { '/etc/containers/a.conf': 'a = 1\n' };
    const made = bundleFiles(requestOf(exportedNode('a', files), exportedNode('b', files)));
    const texts = new Map(made.map(({ path, content }) => [path, content]));
    for (const line of texts.get('hashes')!.trim().split('\n')) {
      const [hash, name] = line.split(' ');
      expect(sha256(texts.get(name!)!)).toBe(hash);
    }
    expect([...texts.keys()].filter((name) => name.startsWith('file.'))).toHaveLength(1);
    expect(texts.get('nodes')).toBe('0 =a =a\n1 =b =b\n');
    expect(texts.get('hashes')!.split('\n').length).toBe(texts.size);
  });

  test('has flat names, whatever the files are called', () => {
    const files = Object.fromEntries(hostile.map((path) => [path, `${path}\n`]));
    for (const { path } of bundleFiles(requestOf(exportedNode('a', files))))
      expect(path).toMatch(/^[a-z0-9._-]+$/);
  });

  test('has the same bytes each time, in the order of names, dated and owned alike', () => {
    const request = requestOf(exportedNode('a', { '/etc/containers/a.conf': 'a = 1\n' }));
    const archive = exportBundle(request);
    expect(exportBundle(request)).toEqual(archive);
    expect(archive.length % 512).toBe(0);
    expect(decode(archive.subarray(257, 263))).toBe('ustar\0');
    expect(decode(archive.subarray(136, 148))).toBe('00000000000\0');
  });
});

test('an archive tells the size and the checksum of each file as tar reads them', () => {
  const archive = ustar([{ name: 'b/a', content: new Uint8Array(513).fill(65), mode: 0o755 }]);
  expect(archive.length).toBe(512 + 1024 + 1024);
  expect(decode(archive.subarray(100, 108))).toBe('0000755\0');
  expect(Number.parseInt(decode(archive.subarray(124, 135)), 8)).toBe(513);
  const header = archive.slice(0, 512);
  const said = Number.parseInt(decode(header.subarray(148, 154)), 8);
  header.fill(32, 148, 156);
  expect(header.reduce((sum, byte) => sum + byte, 0)).toBe(said);
});

test('a secret anywhere in a new text keeps it from leaving, by line and without its words', () => {
  const node = exportedNode('a', {
    '/etc/containers/registries.conf': 'a = 1\n[[registry]]\nlocation = "https://user:Pl4nted@a.example"\n',
  });
  const refusals = exportRefusals([node, exportedNode('b', { '/etc/containers/a.conf': 'a = 1\n' })]);
  expect(refusals).toHaveLength(1);
  expect(refusals[0]!.message).toContain('line 3');
  expect(JSON.stringify(refusals)).not.toContain('Pl4nted');
});
