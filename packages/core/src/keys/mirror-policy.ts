import {
  mirrorFields,
  type PolicyFields,
  type PolicyType,
  policyFields,
  upstreamFields,
} from '../policy/fields.ts';
import type { KeyInfo, NameRole, Shape, TableShape } from './shape.ts';

const roles = new Map<PolicyFields, Readonly<Record<string, NameRole>>>([
  [
    policyFields,
    {
      insecure: 'place',
      blocked: 'image',
      allowed: 'image',
      rejected: 'image',
      search: 'search',
      aliases: 'repository',
    },
  ],
  [upstreamFields, { registry: 'image', location: 'place' }],
  [mirrorFields, { location: 'place', ca: 'authority' }],
]);

const titles = new Map<PolicyFields, readonly string[]>([
  [upstreamFields, ['registry']],
  [mirrorFields, ['location']],
]);

/** The mirror policy. */
export const mirrorPolicy: TableShape = tableOf(policyFields);

function tableOf(fields: PolicyFields): TableShape {
  const own = roles.get(fields);
  const title = titles.get(fields);
  const keys = new Map<string, KeyInfo>();
  for (const [key, { type, doc, absent, required }] of fields) {
    const shape = shapeOf(type, key, own?.[key]);
    keys.set(key, { doc, shape, ...(absent && { absent }), ...(required && { required }) });
  }
  return { kind: 'table', keys, ...(title && { title }) };
}

function shapeOf(type: PolicyType, key: string, role: NameRole | undefined): Shape {
  switch (type.kind) {
    case 'text':
      return { kind: 'text', ...(role && { names: role }) };
    case 'boolean':
      return { kind: 'boolean' };
    case 'version':
      return { kind: 'number', values: type.values };
    case 'choice':
      return { kind: 'text', values: type.values };
    case 'list':
      return { kind: 'list', item: shapeOf(type.item, key, role) };
    case 'object':
      return tableOf(type.fields);
    case 'map':
      if (key === 'cas') return { kind: 'map', value: { kind: 'text', file: true }, keyNames: 'authority' };
      return { kind: 'map', value: shapeOf(type.value, key, role), keyNames: 'short-name' };
  }
}
