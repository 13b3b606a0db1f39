import { parseAnyTarget } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { explainPull } from './explanation.ts';

function explained(
  path: string,
  text: string,
  reference: string,
  name = 'podman@5.8',
): ReturnType<typeof explainPull> {
  const target = parseAnyTarget(name);
  if (!target.ok) throw new Error(target.message);
  return explainPull({ files: [{ path, text }], target: target.target, reference });
}

const conf = '[[registry]]\nlocation = "quay.io"\n\n[[registry.mirror]]\nlocation = "m.example"\n';

describe('the explanation of a pull', () => {
  it('links each place it names to its line', () => {
    const { text, links } = explained('a/registries.conf', conf, 'quay.io/acme/web:1');
    expect(links.length).toBeGreaterThan(2);
    for (const { start, end, path, line } of links)
      expect(text.slice(start, end)).toBe(`${path}:${line + 1}`);
    expect(links.some(({ line }) => line === 3)).toBe(true);
  });

  it('does not take a longer path for the one that ends it', () => {
    const { links } = explained('registries.conf', conf, 'quay.io/acme/web:1');
    const other = explained('x/registries.conf', conf, 'quay.io/acme/web:1');
    expect(links.every(({ path }) => path === 'registries.conf')).toBe(true);
    expect(other.links.every(({ path }) => path === 'x/registries.conf')).toBe(true);
  });

  it('keeps control characters of names out of the text', () => {
    const { text } = explained('registries.conf', conf, 'quay.io/\u001b[31m\u202eacme');
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('speaks of the node that a mirror policy comes to', () => {
    const policy = 'version: 1\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: m.example}]\n';
    const { text } = explained('mirror-policy.yaml', policy, 'quay.io/acme/web:1');
    expect(text).toContain('m.example/acme/web:1');
    expect(text).toContain('The files are those that mirror-policy.yaml comes to.');
  });

  it('says why nothing can be explained of a broken policy', () => {
    const { text } = explained('mirror-policy.yaml', 'version: 1\nupstreams: [{\n', 'quay.io/acme/web:1');
    expect(text).toMatch(/^No files can be made for podman@5\.8/);
  });
});
