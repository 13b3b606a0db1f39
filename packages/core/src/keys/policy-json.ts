import {
  type Field,
  type Fields,
  fulcioFields,
  identityKinds,
  keyTypes,
  type ObjectKind,
  pkiFields,
  policyFields,
  requirementKinds,
  transportNames,
} from '../dialects/policy-json/fields.ts';
import type { LibraryVersion } from '../model/target.ts';
import { type KeyInfo, list, named, type Shape, type TableShape, text, type VariantShape } from './shape.ts';

const simple: Readonly<Record<string, Shape>> = {
  keyType: { kind: 'text', values: keyTypes },
  dockerReference: named('image'),
  dockerRepository: named('image'),
  prefix: named('image'),
  signedPrefix: named('place'),
};
const identity = variantOf(identityKinds, simple);
const special: Readonly<Record<string, Shape>> = {
  ...simple,
  signedIdentity: identity,
  baseLayerIdentity: identity,
  fulcio: tableOf(fulcioFields, simple),
  pki: tableOf(pkiFields, simple),
};

const requirements = list(variantOf(requirementKinds, special));
const scopes: Shape = { kind: 'map', value: requirements, keyNames: 'image' };
const otherScopes: Shape = { kind: 'map', value: requirements };

/** policy.json. */
export const policyJson: TableShape = {
  kind: 'table',
  keys: new Map<string, KeyInfo>([
    ['default', { doc: policyFields.default!.doc, required: true, shape: requirements }],
    ['transports', { doc: policyFields.transports!.doc, shape: transports() }],
  ]),
};

/** Scopes of the transport docker are names of images; those of others are paths. */
function transports(): TableShape {
  const keys = transportNames.map((name): [string, KeyInfo] => {
    const ofImages = name === 'docker' || name === 'atomic';
    const doc = `Scopes of the transport ${name}; the scope "" stands for all others of it.`;
    return [name, { doc, shape: ofImages ? scopes : otherScopes }];
  });
  return { kind: 'table', keys: new Map(keys) };
}

type Shapes = Readonly<Record<string, Shape>>;

function variantOf(kinds: Readonly<Record<string, ObjectKind>>, known: Shapes): VariantShape {
  const names = Object.keys(kinds);
  const tag: KeyInfo = {
    doc: 'Which kind of object this is.',
    required: true,
    shape: { kind: 'text', values: names },
  };
  const cases = Object.entries(kinds).map(([name, { fields, since }]): [string, TableShape] => {
    const { keys } = tableOf(fields, known, since);
    return [name, { kind: 'table', keys: new Map([...keys, ['type', tag]]), title: ['type'] }];
  });
  const common: TableShape = { kind: 'table', keys: new Map([['type', tag]]), title: ['type'] };
  return { kind: 'variant', tag: 'type', cases: new Map(cases), common };
}

function tableOf(fields: Fields, known: Shapes, first?: LibraryVersion): TableShape {
  const keys = Object.entries(fields).map(([key, field]): [string, KeyInfo] => [
    key,
    infoOf(key, field, known[key], first),
  ]);
  return { kind: 'table', keys: new Map(keys) };
}

function infoOf(
  key: string,
  { type, doc, since, required }: Field,
  shape: Shape | undefined,
  first?: LibraryVersion,
): KeyInfo {
  const release = since ?? first;
  return {
    doc,
    shape: shape ?? shapeOf(key, type),
    ...(required && { required }),
    ...(release && { since: `containers/image ${release.join('.')}` }),
  };
}

function shapeOf(key: string, type: Field['type']): Shape {
  const value: Shape = /Paths?$/.test(key) ? { kind: 'text', file: true } : text;
  return type === 'strings' || type === 'bytes-list' ? list(value) : value;
}
