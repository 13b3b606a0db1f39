import { describe, expect, it } from 'vitest';
import { readResources } from '../../dialects/openshift/read.ts';
import { sourceText } from '../../text/source.ts';
import { applied } from './apply.ts';

function after(...texts: readonly string[]) {
  return applied(texts.flatMap((text) => readResources(sourceText(text))));
}

function image(sources: string, annotations = ''): string {
  return `apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster${annotations}}\nspec:\n  registrySources: {${sources}}\n`;
}

function set(name: string, source: string): string {
  return `apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata: {name: ${name}}\nspec:\n  imageDigestMirrors: [{source: ${source}, mirrors: [m.example]}]\n`;
}

function lists(resources: ReturnType<typeof applied>) {
  const found = resources.find((resource) => resource.kind === 'Image')!;
  const values = (list: 'allowed' | 'blocked' | 'insecure' | 'search') =>
    found[list]?.items.map(({ value }) => value);
  return { allowed: values('allowed'), insecure: values('insecure'), search: values('search') };
}

describe('resources applied to a cluster', () => {
  it('take the place of those with their kind and name, and leave others', () => {
    const all = after(set('a', 'quay.io'), set('b', 'gcr.io'), set('a', 'ghcr.io'));
    const sources = all.flatMap((each) =>
      'rules' in each ? each.rules.map(({ source }) => source.value) : [],
    );
    expect(sources).toEqual(['ghcr.io', 'gcr.io']);
  });

  it('replace whole lists of the image configuration, and keep the lists that they do not name', () => {
    const all = after(
      image('insecureRegistries: [a.example], allowedRegistries: [quay.io]'),
      image('insecureRegistries: [b.example]'),
    );
    expect(all.length).toBe(1);
    expect(lists(all)).toEqual({ allowed: ['quay.io'], insecure: ['b.example'], search: undefined });
  });

  it('remove what an earlier apply had set and that they leave out', () => {
    const last = JSON.stringify({
      apiVersion: 'config.openshift.io/v1',
      kind: 'Image',
      metadata: { name: 'cluster' },
      spec: { registrySources: { allowedRegistries: ['quay.io'] } },
    });
    const noted = `, annotations: {kubectl.kubernetes.io/last-applied-configuration: '${last}'}`;
    const all = after(
      image('allowedRegistries: [quay.io], containerRuntimeSearchRegistries: [docker.io]', noted),
      image('insecureRegistries: [b.example]'),
    );
    expect(lists(all)).toEqual({ allowed: undefined, insecure: ['b.example'], search: ['docker.io'] });
  });

  it('stand beside those without a name', () => {
    expect(after(image('').replace('name: cluster', ''), image('').replace('name: cluster', '')).length).toBe(
      2,
    );
  });
});
