import { type FieldInfo, type FieldScope, fields } from '../dialects/registries-conf/fields.ts';
import type { LibraryVersion } from '../model/target.ts';
import { boolean, type KeyInfo, list, type NameRole, named, type Shape, type TableShape } from './shape.ts';

const roles: Readonly<Record<string, NameRole>> = {
  'top unqualified-search-registries': 'search',
  'registry prefix': 'image',
  'registry location': 'place',
  'mirror location': 'place',
  'v1-list registries': 'search',
};

const below: Readonly<Record<string, FieldScope>> = {
  registry: 'registry',
  mirror: 'mirror',
  registries: 'v1',
  search: 'v1-list',
  insecure: 'v1-list',
  block: 'v1-list',
};

const titles: Readonly<Partial<Record<FieldScope, readonly string[]>>> = {
  registry: ['prefix', 'location'],
  mirror: ['location'],
};

/** registries.conf, its drop-ins and the short-name cache. */
export const registriesConf: TableShape = tableOf('top');

function tableOf(scope: FieldScope): TableShape {
  const title = titles[scope];
  const keys = new Map(fields[scope].map((field) => [field.key, infoOf(scope, field)]));
  return { kind: 'table', keys, ...(title && { title }) };
}

function infoOf(scope: FieldScope, field: FieldInfo): KeyInfo {
  const { documentation, defaultText, since, removed } = field;
  return {
    doc: documentation,
    absent: defaultText,
    shape: shapeOf(scope, field),
    // what was always read needs no release
    ...(since.some((part) => part > 0) && { since: release(since) }),
    ...(removed && { removed: release(removed) }),
  };
}

function release(version: LibraryVersion): string {
  return `containers/image ${version.join('.')}`;
}

function shapeOf(scope: FieldScope, { key, type, values }: FieldInfo): Shape {
  const role = roles[`${scope} ${key}`];
  const value: Shape = { kind: 'text', ...(role && { names: role }), ...(values && { values }) };
  switch (type) {
    case 'boolean':
      return boolean;
    case 'string':
      return value;
    case 'string-list':
      return list(value);
    case 'string-map':
      return { kind: 'map', value: named('repository'), keyNames: 'short-name' };
    case 'table':
      return tableOf(below[key]!);
    case 'tables':
      return list(tableOf(below[key]!));
  }
}
