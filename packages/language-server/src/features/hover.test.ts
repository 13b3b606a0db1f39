import { expect, it } from 'vitest';
import { cursor, viewOf } from '../testing/view.ts';
import { hover } from './hover.ts';

function told(path: string, marked: string): string {
  const { text, offset } = cursor(marked);
  const found = hover(viewOf(path, text), offset, { markdown: false });
  return (found?.contents as { value: string } | undefined)?.value ?? '';
}

it.each([
  ['openshift@4.16', 'openshift@4.16'],
  ['cri-o@1.33', 'cri-o@1.33'],
  ['unknown@1', 'podman@'],
])('a name in a policy for %s leads where its first target looks', (targets, wanted) => {
  const policy = `version: 1\ntargets: [${targets}]\nupstreams:\n  - registry: dock|er.io\n    mirrors:\n      - location: m.example/hub\n`;
  expect(told('mirror-policy.yaml', policy)).toContain(`for ${wanted}`);
  expect(told('mirror-policy.yaml', policy)).toContain('m.example/hub/library/image:tag: ');
  const mirror = policy.replace('dock|er', 'docker').replace('m.example', 'm.|example');
  expect(told('mirror-policy.yaml', mirror)).toContain(
    'For docker.io/image:tag it is attempt 1: https://m.example',
  );
});

const idms =
  'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata:\n  name: a\nspec:\n  imageDigestMirrors:\n  - source: quay.io/a\n    mirrors: [m.example/a]\n';

it('mirrors that are for digests alone are shown with one', () => {
  expect(told('a.yaml', idms.replace('quay.io', 'qu|ay.io'))).toContain(
    '1. m.example/a/image@sha256:...: first mirror',
  );
  expect(told('a.yaml', idms.replace('m.example', 'm.|example'))).toContain(
    'For quay.io/a/image@sha256:... it is attempt 1: https://m.example/v2/a/image/manifests/sha256:...',
  );
});

it('a mirror that is not asked has no address', () => {
  const mirror = (location: string, mode: string): string =>
    `[[registry.mirror]]\nlocation = "${location}"\npull-from-mirror = "${mode}"\n`;
  const text = `[[registry]]\nlocation = "quay.io"\n${mirror('a.|example', 'digest-only')}${mirror('b.example', 'tag-only')}`;
  expect(told('registries.conf', text)).toContain('For quay.io/image:tag it is not asked (digest-only)\n');
});

it('a file that the reader refuses ends without empty lines', () => {
  const text = told('registries.conf', '[[registry]]\nlocation = "https://qu|ay.io"\n');
  expect(text).toContain('load-error');
  expect(text).toBe(text.trimEnd());
});

it('what was always read has no release', () => {
  const text = '[registries.search]\nregis|tries = ["docker.io"]\n';
  expect(told('registries.conf', text)).toContain('No longer read from');
  expect(told('registries.conf', text)).not.toContain('Since');
});
