import { describe, expect, it } from 'vitest';
import { readDocument } from '../snapshot/read-document.ts';
import { schemaNamed, schemaNameOf } from './document-schema.ts';
import { resourceKinds } from './openshift.ts';
import type { Schema } from './schema.ts';

function nameOf(path: string, text: string): string | undefined {
  const result = readDocument(path, text);
  if ('skipped' in result) throw new Error(result.skipped);
  return schemaNameOf(result.document);
}

const group = 'apiVersion: config.openshift.io/v1\n';
const idms = `${group}kind: ImageDigestMirrorSet\n`;
const item = (kind: string): string => `items:\n- apiVersion: config.openshift.io/v1\n  kind: ${kind}\n`;

describe('the schema of a file', () => {
  it.each([
    ['one resource', idms, 'config.openshift.io/v1/ImageDigestMirrorSet'],
    ['two of a kind', `---\n${idms}---\n${idms}---\n`, 'config.openshift.io/v1/ImageDigestMirrorSet'],
    ['two kinds', `${idms}---\n${group}kind: Image\n`, 'openshift'],
    [
      'the old kind',
      'apiVersion: operator.openshift.io/v1alpha1\nkind: ImageContentSourcePolicy\n',
      'operator.openshift.io/v1alpha1/ImageContentSourcePolicy',
    ],
    ['the version of the cluster', `${group}kind: ClusterVersion\n`, 'config.openshift.io/v1/ClusterVersion'],
    ['install-config.yaml', 'baseDomain: a.example\nplatform: {}\n', 'install-config'],
    ['a list', `apiVersion: v1\nkind: List\n${item('Image')}`, 'openshift'],
    ['a typed list', `${group}kind: ImageTagMirrorSetList\nitems:\n- spec: {}\n`, 'openshift'],
  ])('is by apiVersion and kind: %s', (_, text, name) => {
    expect(nameOf('a.yaml', text)).toBe(name);
  });

  it.each([
    ['a resource that is not known', `${idms}---\napiVersion: apps/v1\nkind: Deployment\n`],
    ['a kind of that name in another group', `${idms}---\napiVersion: image.openshift.io/v1\nkind: Image\n`],
    ['a list that holds others', `apiVersion: v1\nkind: List\n${item('Image')}- kind: Pod\n`],
    ['a kind that is not written yet', `${idms}---\n${group}kind:\n`],
    ['no resource', `${idms}---\n- a\n`],
  ])('is left to others where a document is %s', (_, text) => {
    expect(nameOf('a.yaml', text)).toBeUndefined();
  });

  it('is that of the dialect for all other files', () => {
    expect(nameOf('mirror-policy.yaml', 'version: 1\n')).toBe('mirror-policy');
    expect(nameOf('registries.conf', '')).toBe('registries-conf');
  });

  it('does not exist under names that nobody gives', () => {
    for (const name of ['', '__proto__', 'toString', 'v1/Pod', '../policy-json'])
      expect(schemaNamed(name)).toBeUndefined();
  });
});

const names = ['registries-conf', 'policy-json', 'mirror-policy', 'openshift', 'install-config'];

describe.each([...names, ...resourceKinds.keys()])('the schema %s', (name) => {
  const schema = schemaNamed(name)!;

  it('documents every key, and refers to nothing that is missing', () => {
    let keys = 0;
    for (const { keyword, value } of keywordsIn(schema)) {
      if (keyword === '$ref') expect(at(schema, value as string)).toBeTypeOf('object');
      if (keyword !== 'properties') continue;
      for (const property of Object.values(value as Record<string, Schema>)) {
        keys += 1;
        expect(String(property.description).length).toBeGreaterThan(5);
      }
    }
    expect(keys).toBeGreaterThan(3);
  });

  it('refuses nothing', () => {
    const harmless = new Set(
      '$schema title description markdownDescription doNotSuggest examples $ref definitions properties items allOf if then else'.split(
        ' ',
      ),
    );
    for (const { keyword, value } of keywordsIn(schema)) {
      if (harmless.has(keyword)) continue;
      // what else stands there accepts everything: one of the two does, or a schema that is looked into itself
      if (keyword === 'anyOf') expect(value).toContainEqual({});
      else {
        expect(keyword).toBe('additionalProperties');
        expect(value === true || typeof value === 'object').toBe(true);
      }
    }
  });
});

it('a schema completes what a key may be', () => {
  const schema = JSON.stringify(schemaNamed('config.openshift.io/v1/ImageDigestMirrorSet'));
  expect(schema).toContain('"examples":["AllowContactingSource","NeverContactSource"]');
  expect(JSON.stringify(schemaNamed('openshift'))).toContain(
    '{"apiVersion":{"const":"config.openshift.io/v1"},"kind":{"const":"Image"}}',
  );
});

/** Every keyword of a schema and of those in it. Conditions are left out: they refuse nothing, whatever they ask for. */
function* keywordsIn(schema: Schema): Iterable<{ readonly keyword: string; readonly value: unknown }> {
  for (const [keyword, value] of Object.entries(schema)) {
    yield { keyword, value };
    if (value === true) continue;
    if (keyword === 'properties' || keyword === 'definitions')
      for (const inner of Object.values(value as Record<string, Schema>)) yield* keywordsIn(inner);
    else if (keyword === 'allOf') for (const inner of value as readonly Schema[]) yield* keywordsIn(inner);
    else if (['items', 'additionalProperties', 'then', 'else'].includes(keyword))
      yield* keywordsIn(value as Schema);
  }
}

function at(schema: Schema, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce((value: unknown, step) => (value as Record<string, unknown>)[step], schema);
}
