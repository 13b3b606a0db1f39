import { describe, expect, it } from 'vitest';
import { cursor, type ViewOptions, viewOf } from '../testing/view.ts';
import { definition } from './definition.ts';
import { hover } from './hover.ts';

function leadsTo(path: string, marked: string, options?: ViewOptions): readonly string[] {
  const { text, offset } = cursor(marked);
  return definition(viewOf(path, text, options), offset).map(
    ({ uri, range }) => `${uri.slice(8)}:${range.start.line + 1}`,
  );
}

const table = '[[registry]]\nlocation = "quay.io"\n';

describe('definition', () => {
  it('leads a scope of the signature policy to the table of its registry', () => {
    const policy =
      '{"default": [{"type": "reject"}], "transports": {"docker": {"quay.io/ac|me": [{"type": "reject"}]}}}';
    expect(leadsTo('etc/policy.json', policy, { others: { 'etc/registries.conf': table } })).toEqual([
      'etc/registries.conf:1',
    ]);
  });

  it('leads an allowed name of a mirror policy to its upstream, and an authority to its file', () => {
    const policy =
      'version: 1\nupstreams:\n  - registry: quay.io\n    mirrors: [{ location: m.example, ca: root }]\nallowed: [quay.io/ac|me]\ncas: { root: /x.pem }\n';
    expect(leadsTo('mirror-policy.yaml', policy)).toEqual(['mirror-policy.yaml:3']);
    const authority = policy.replace('|', '').replace('ca: root', 'ca: ro|ot');
    expect(leadsTo('mirror-policy.yaml', authority)).toEqual(['mirror-policy.yaml:6']);
  });

  it('leads a list of the image configuration to the source of a mirror set', () => {
    const set =
      'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nspec:\n  imageDigestMirrors:\n    - source: quay.io/acme\n      mirrors: [m.example/acme]\n';
    const image =
      'apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: { name: cluster }\nspec:\n  registrySources:\n    insecureRegistries: [quay.io/acme/w|eb]\n';
    expect(leadsTo('c/image.yaml', image, { others: { 'c/idms.yaml': set } })).toEqual(['c/idms.yaml:5']);
  });
});

describe('hover', () => {
  function shown(path: string, marked: string, options?: ViewOptions): string {
    const { text, offset } = cursor(marked);
    const found = hover(viewOf(path, text, options), offset, { markdown: false });
    return (found?.contents as { value: string } | undefined)?.value ?? '';
  }

  it('says who set what is in force, and what replaced a table', () => {
    const others = { 'etc/registries.conf.d/1.conf': `short-name-mode = "enforcing"\n${table}` };
    expect(shown('etc/registries.conf', 'short-name-m|ode = "disabled"\n', { others })).toContain(
      'enforcing, set by etc/registries.conf.d/1.conf:1',
    );
    expect(shown('etc/registries.conf', '[[registry]]\nlocat|ion = "quay.io"\n', { others })).toContain(
      'Without effect: quay.io is set by etc/registries.conf.d/1.conf:2',
    );
  });

  it('follows a name through what is made of a policy or of resources', () => {
    const policy =
      'version: 1\nupstreams:\n  - registry: docker.|io\n    mirrors: [{ location: m.example/hub }]\n';
    expect(shown('mirror-policy.yaml', policy)).toContain('m.example/hub/library/image:tag');
    const set =
      'apiVersion: config.openshift.io/v1\nkind: ImageTagMirrorSet\nspec:\n  imageTagMirrors:\n    - source: quay.io/acme\n      mirrors: [m.exa|mple/acme]\n';
    expect(shown('itms.yaml', set)).toContain(
      'it is attempt 1: https://m.example/v2/acme/image/manifests/tag',
    );
  });

  it('calls nothing an attempt that is blocked', () => {
    const blocked = shown('registries.conf', '[[registry]]\nlocation = "quay|.io"\nblocked = true\n');
    expect(blocked).toContain('[blocked]');
    expect(blocked).not.toContain('it is attempt');
  });

  it('is silent where nothing is known', () => {
    expect(shown('registries.conf', `${table}# a com|ment\n`)).toBe('');
    expect(shown('registries.conf', `x|x = 1\n${table}`)).toBe('');
  });
});
