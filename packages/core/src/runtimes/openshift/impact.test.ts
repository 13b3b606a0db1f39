import { describe, expect, it } from 'vitest';
import { readResources } from '../../dialects/openshift/read.ts';
import { sourceText } from '../../text/source.ts';
import { impactOf } from './impact.ts';
import type { Release } from './releases.ts';
import { renderNodeFiles } from './render.ts';

const release: Release = [4, 16];

function image(lists: string): string {
  return `apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec:\n  registrySources: {${lists}}\n---\n`;
}

function mirrors(list: string, kind: 'Digest' | 'Tag' = 'Digest', source = 'quay.io'): string {
  return `apiVersion: config.openshift.io/v1\nkind: Image${kind}MirrorSet\nmetadata: {name: ${kind.toLowerCase()}}\nspec:\n  image${kind}Mirrors:\n  - {source: ${source}, mirrors: [${list}]}\n---\n`;
}

/** `effect path` of each changed file. */
function impact(before: string, after: string, of: Release = release): readonly string[] {
  const [old, now] = [before, after].map(
    (text) => renderNodeFiles(readResources(sourceText(text)), { release: of }).files,
  );
  return impactOf(old!, now!, of).map(({ effect, path }) => `${effect} ${path.split('/').at(-1)}`);
}

describe('a change of the resources', () => {
  it.each([
    ['a first mirror for digests', '', mirrors('m.example'), ['reload registries.conf']],
    [
      'one more mirror for digests',
      mirrors('m.example'),
      mirrors('m.example, n.example'),
      ['reload registries.conf'],
    ],
    ['mirrors for tags', '', mirrors('m.example', 'Tag'), ['drain registries.conf']],
    ['a mirror less', mirrors('m.example, n.example'), mirrors('m.example'), ['drain registries.conf']],
    ['a source less', mirrors('m.example'), '', ['drain registries.conf']],
    ['an insecure registry', '', image('insecureRegistries: [a.example]'), ['drain registries.conf']],
    ['an allow list', '', image('allowedRegistries: [quay.io]'), ['reload policy.json']],
    [
      'a block list',
      '',
      image('blockedRegistries: [docker.io]'),
      ['drain registries.conf', 'reload policy.json'],
    ],
    [
      'search registries',
      '',
      image('containerRuntimeSearchRegistries: [quay.io]'),
      ['reboot 01-image-searchRegistries.conf'],
    ],
    [
      'a source more, beside a mirror that serves digests and tags as before',
      mirrors('m.example') + mirrors('m.example', 'Tag'),
      mirrors('m.example') +
        mirrors('m.example', 'Tag') +
        mirrors('m.example', 'Digest', 'other.example').replace('name: digest', 'name: more'),
      ['reload registries.conf'],
    ],
    [
      'tags of a mirror that served digests',
      mirrors('m.example'),
      mirrors('m.example') + mirrors('m.example', 'Tag'),
      ['drain registries.conf'],
    ],
    ['nothing', mirrors('m.example'), mirrors('m.example'), []],
  ])('%s', (_, before, after, expected) => {
    expect(impact(before, after)).toEqual(expected);
  });

  it('says what of it brings the drain about', () => {
    const files = (text: string) => renderNodeFiles(readResources(sourceText(text)), { release }).files;
    const [first] = impactOf(files(mirrors('m.example')), files(mirrors('n.example')), release);
    expect(first).toMatchObject({ effect: 'drain', reason: 'quay.io: its mirror m.example is removed' });
  });

  it('of 4.12 is judged by what a whole table says of its mirrors', () => {
    const policy = (list: string): string =>
      mirrors(list)
        .replace('config.openshift.io/v1', 'operator.openshift.io/v1alpha1')
        .replace('ImageDigestMirrorSet', 'ImageContentSourcePolicy')
        .replace('imageDigestMirrors', 'repositoryDigestMirrors');
    expect(impact('', policy('m.example'), [4, 12])).toEqual(['reload registries.conf']);
    expect(impact(policy('m.example'), policy('n.example, m.example'), [4, 12])).toEqual([
      'reload registries.conf',
    ]);
    const insecure = policy('m.example') + image('insecureRegistries: [quay.io]');
    expect(impact(policy('m.example'), insecure, [4, 12])).toEqual(['drain registries.conf']);
  });
});
