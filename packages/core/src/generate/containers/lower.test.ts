import { describe, expect, it } from 'vitest';
import { readMirrorPolicy } from '../../policy/read.ts';
import { sourceText } from '../../text/source.ts';
import { intentOf } from '../intent.ts';
import { targetOf } from '../testing/nodes.ts';
import { lower } from './lower.ts';

function lowered(text: string, target: string) {
  const { model } = readMirrorPolicy('p.yaml', sourceText(`version: 1\n${text}`));
  return lower(intentOf(model), targetOf(target));
}

function upstream(...pulls: readonly string[]): string {
  const mirrors = pulls.map((pull, index) => `{location: m${index}.example, pull: ${pull}}`);
  return `upstreams: [{registry: q.example, mirrors: [${mirrors.join(', ')}]}]\n`;
}

/** `!` for digests only, then each mirror with what it is restricted to. */
function mirrors(text: string, target: string): string {
  const { content } = lowered(text, target);
  const [registry] = content.registries;
  return `${registry!.digestOnly ? '!' : ''}${registry!.mirrors.map(({ pullFromMirror = 'all' }) => pullFromMirror).join(' ')}`;
}

describe('mirrors that serve a part of the pulls', () => {
  it.each([
    [['all', 'all'], 'all all', 'all all', 0],
    [['digest', 'digest'], '!all all', '!all all', 0],
    [['digest', 'all'], 'digest-only all', '!all all', 1],
    [['tag', 'all'], 'tag-only all', 'all all', 1],
    // a mirror for tags is left out where tags cannot be told apart and digests must be
    [['digest', 'tag', 'all'], 'digest-only tag-only all', '!all all', 2],
  ])('%j are %j for readers that tell them apart, else %j', (pulls, now, before, losses) => {
    const text = upstream(...pulls);
    expect(mirrors(text, 'containers-image@5.21.0')).toBe(now);
    expect(mirrors(text, 'containers-image@5.20.0')).toBe(before);
    expect(lowered(text, 'containers-image@5.21.0').losses).toEqual([]);
    expect(lowered(text, 'containers-image@5.20.0').losses).toHaveLength(losses);
  });
});

describe('tables of one location', () => {
  it('that differ in their flags go to different files, each to the first that can hold it', () => {
    const text = `upstreams:
- {registry: a.example, location: x.example}
- {registry: b.example, location: x.example, insecure: true}
- {registry: c.example, location: x.example}
- {registry: d.example, location: x.example, fallback: block}
- {registry: e.example}
`;
    const { content, further } = lowered(text, 'podman@5.8');
    const names = (registries: typeof content.registries) => registries.map(({ prefix }) => prefix);
    expect([content.registries, ...further].map(names)).toEqual([
      ['a.example', 'c.example', 'e.example'],
      ['b.example'],
      ['d.example'],
    ]);
  });
});

describe('what a reader does not know', () => {
  it('is a loss with its field, and not in the file', () => {
    const text =
      'upstreams: [{registry: "*.example"}, {registry: q.example}]\nshortNames: enforcing\naliases: {a: q.example/a}\n';
    const { content, losses } = lowered(text, 'containers-image@5.7.0');
    expect(losses.map(({ field }) => field).sort()).toEqual(['aliases', 'shortNames', 'upstreams[0]']);
    expect(content.registries.map(({ prefix }) => prefix)).toEqual(['q.example']);
    expect(content.shortNameMode).toBeUndefined();
    expect(content.aliases.size).toBe(0);
  });
});
