import { expect, it } from 'vitest';
import { readMirrorPolicy } from '../policy/read.ts';
import { sourceText } from '../text/source.ts';
import { type Intent, intentOf } from './intent.ts';

function intent(text: string): Intent {
  return intentOf(readMirrorPolicy('p.yaml', sourceText(`version: 1\n${text}`)).model);
}

it('brings upstreams and lists together, one registry for each name', () => {
  const { registries, repeated } = intent(`upstreams:
- registry: q.example/
- registry: q.example
  fallback: block
insecure: [q.example, lab.example:5000]
blocked: ["*.evil.example", lab.example:5000/]
`);
  expect(
    registries.map(({ field, name, location, insecure, blocked }) => [
      field,
      name,
      location,
      insecure,
      blocked,
    ]),
  ).toEqual([
    ['upstreams[0]', 'q.example', 'q.example', true, false],
    ['insecure[1]', 'lab.example:5000', 'lab.example:5000', true, true],
    ['blocked[0]', '*.evil.example', '', false, true],
  ]);
  expect(repeated).toEqual([{ field: 'upstreams[1]', by: 'upstreams[0]', name: 'q.example' }]);
});

it('takes a place for insecure that lies in the list, unless it says otherwise itself', () => {
  const { registries } = intent(`upstreams:
- registry: q.example
  location: r.lab.example
  mirrors:
  - location: m.lab.example:5000/k
  - {location: n.lab.example, insecure: false}
  - {location: far.example, insecure: true}
insecure: ["*.lab.example"]
`);
  expect(registries[0]?.insecure).toBe(true);
  expect(registries[0]?.mirrors.map(({ location, insecure }) => [location, insecure])).toEqual([
    ['m.lab.example:5000/k', true],
    ['n.lab.example', false],
    ['far.example', true],
  ]);
});

it('blocks an upstream that is in the list or has no fallback, and leaves out what could not be read', () => {
  const { registries } = intent(`upstreams:
- {registry: a.example, fallback: block, mirrors: [{style: plain}, {location: m.example}]}
- {registry: b.example}
- {mirrors: [{location: x.example}]}
blocked: [b.example]
`);
  expect(registries.map(({ name, blocked }) => [name, blocked])).toEqual([
    ['a.example', true],
    ['b.example', true],
  ]);
  expect(registries[0]?.mirrors.map(({ field }) => field)).toEqual(['upstreams[0].mirrors[1]']);
});

it('tells an empty list from none', () => {
  const nothing = intent('');
  expect('search' in nothing || 'allowed' in nothing).toBe(false);
  expect(intent('search: []\nallowed: []\n')).toMatchObject({ search: [], allowed: [] });
  expect(intent('allowed: [a.example/, a.example]\n').allowed).toEqual(['a.example']);
});
