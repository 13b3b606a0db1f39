import { expect, it } from 'vitest';
import { readMirrorPolicy } from '../../policy/read.ts';
import { sourceText } from '../../text/source.ts';
import { generate } from '../generate.ts';
import { snapshotOf, targetOf } from '../testing/nodes.ts';

const text = `version: 1
upstreams: [{registry: q.example, mirrors: [{location: m.example}]}, {registry: r.example}]
search: [q.example]
aliases: {web: q.example/web}
`;

/** Fields that a later file says otherwise of. */
function lost(later: string, name = '90-later.conf'): readonly string[] {
  const policy = readMirrorPolicy('p.yaml', sourceText(text));
  const files = [{ path: `etc/containers/registries.conf.d/${name}`, text: later }];
  return generate(policy, targetOf('podman@5.8'), snapshotOf(files)).losses.map(({ field }) => field);
}

const table = (rest: string): string => `[[registry]]\nprefix = "q.example"\nlocation = "q.example"\n${rest}`;

it.each([
  ['another mirror', table('[[registry.mirror]]\nlocation = "n.example"\n'), ['upstreams[0]']],
  ['no mirror', table(''), ['upstreams[0]']],
  [
    'a blocked registry',
    table('blocked = true\n[[registry.mirror]]\nlocation = "m.example"\n'),
    ['upstreams[0]'],
  ],
  ['the same in other words', table('[[registry.mirror]]\nlocation = "m.example/"\n'), []],
  ['another search', 'unqualified-search-registries = ["docker.io"]\n', ['search']],
  ['another alias', '[aliases]\nweb = "evil.example/web"\n', ['aliases["web"]']],
  ['something else', '[[registry]]\nprefix = "x.example"\nlocation = "x.example"\n', []],
])('a file that is read later and says %s', (_, later, expected) => {
  expect(lost(later)).toEqual(expected);
});

it('a file that is read earlier takes nothing away', () => {
  expect(lost(table(''), '10-earlier.conf')).toEqual([]);
});
