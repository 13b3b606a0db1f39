import type { DialectId, Parsed } from '../dialects/document.ts';
import { entryOf, stringOf, type ValueNode } from '../syntax/tree.ts';
import { shapeOf } from './dialects.ts';
import { installConfig, resourceKinds } from './openshift.ts';
import { openSchema, type Schema, type SchemaOptions } from './schema.ts';

const dialects: Readonly<Record<DialectId, SchemaOptions>> = {
  'registries-conf': { title: 'registries.conf', format: 'toml' },
  'short-name-cache': { title: 'Short-name cache', format: 'toml' },
  'policy-json': { title: 'Signature policy', format: 'json' },
  'mirror-policy': { title: 'Mirror policy', format: 'yaml' },
  openshift: { title: 'Registries of OpenShift', format: 'yaml' },
};

const installConfigName = 'install-config';

/**
 * Name of the schema that documents a file: a dialect, `install-config`, or the apiVersion and kind of a resource, as
 * `config.openshift.io/v1/ImageDigestMirrorSet`. A file of several kinds has that of the dialect. Undefined where a document
 * of the file is of a kind that is not known here: another schema may know it, and a file has one.
 */
export function schemaNameOf({ dialect, tree }: Parsed): string | undefined {
  if (dialect !== 'openshift') return dialect;
  const names = new Set(tree.documents.filter((node) => !isNothing(node)).map((node) => resourceName(node)));
  if (names.size === 0 || names.has(undefined)) return undefined;
  return names.size === 1 ? [...names][0] : dialect;
}

function isNothing(node: ValueNode): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}

/** `given` is what a typed list says for its items, which may leave it out. */
function resourceName(node: ValueNode, given: { readonly name?: string } = {}): string | undefined {
  if (node.kind !== 'table') return undefined;
  const kind = stringOf(entryOf(node, 'kind')?.value);
  const apiVersion = stringOf(entryOf(node, 'apiVersion')?.value);
  if (kind === undefined) {
    if (given.name !== undefined) return given.name;
    return entryOf(node, 'baseDomain') === undefined ? undefined : installConfigName;
  }
  const name = `${apiVersion}/${kind}`;
  if (resourceKinds.has(name)) return name;
  return kind.endsWith('List') ? listName(node, name.slice(0, -'List'.length)) : undefined;
}

function listName(node: ValueNode, item: string): string | undefined {
  const items = entryOf(node, 'items')?.value;
  const given = resourceKinds.has(item) ? { name: item } : {};
  const isKnown =
    items?.kind === 'array' && items.items.every((each) => resourceName(each, given) !== undefined);
  return isKnown ? 'openshift' : undefined;
}

/** The schema of a name that `schemaNameOf` gives; undefined for any other. */
export function schemaNamed(name: string): Schema | undefined {
  if (name === installConfigName)
    return openSchema(installConfig, { title: 'Mirrors of install-config.yaml', format: 'yaml' });
  const resource = resourceKinds.get(name);
  if (resource !== undefined)
    return openSchema(resource, { title: name.slice(name.lastIndexOf('/') + 1), format: 'yaml' });
  return isDialect(name) ? openSchema(shapeOf(name), dialects[name]) : undefined;
}

function isDialect(name: string): name is DialectId {
  return Object.hasOwn(dialects, name);
}
