import {
  type Field,
  type Fields,
  fulcioFields,
  identityKinds,
  type ObjectKind,
  pkiFields,
  policyFields,
  requirementKinds,
} from '../../packages/core/src/dialects/policy-json/fields.ts';

type Json = { readonly [key: string]: unknown };

/** The sections on policy.json in docs/reference/keys.md. */
export function policySections(): readonly string[] {
  return [
    section('policy.json: top level', policyFields),
    ...kindSections('policy.json: requirement', requirementKinds),
    section('policy.json: `fulcio`', fulcioFields),
    section('policy.json: `pki`', pkiFields),
    ...kindSections('policy.json: identity', identityKinds),
  ];
}

function kindSections(title: string, kinds: Readonly<Record<string, ObjectKind>>): readonly string[] {
  return Object.entries(kinds).map(([name, { fields, since }]) => {
    const note = since === undefined ? '' : `Since ${since.join('.')}.\n\n`;
    return section(`${title} \`${name}\``, fields, note);
  });
}

function section(title: string, fields: Fields, note = ''): string {
  const rows = Object.entries(fields).map(([key, { type, doc, since, required }]) => {
    return `| \`${key}\` | ${type} | ${required ? 'yes' : 'no'} | ${since?.join('.') ?? ''} | ${doc} |`;
  });
  return `## ${title}\n\n${note}| Key | Type | Required | Since | Meaning |\n|---|---|---|---|---|\n${rows.join('\n')}`;
}

/** JSON Schema of policy.json. Which keys exclude each other is left to the rules. */
export function policySchema(): Json {
  const requirements = { type: 'array', minItems: 1, items: { $ref: '#/$defs/requirement' } };
  const scopes = { type: 'object', additionalProperties: requirements };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'policy.json: which signatures images need',
    description: 'Generated.',
    type: 'object',
    properties: {
      default: { ...requirements, description: policyFields.default?.doc },
      transports: { description: policyFields.transports?.doc, type: 'object', additionalProperties: scopes },
    },
    required: ['default'],
    additionalProperties: false,
    $defs: {
      requirement: { oneOf: Object.entries(requirementKinds).map(kind) },
      identity: { oneOf: Object.entries(identityKinds).map(kind) },
      fulcio: object(fulcioFields),
      pki: object(pkiFields),
    },
  };
}

function kind([name, { fields }]: readonly [string, ObjectKind]): Json {
  const made = object(fields);
  return { ...made, properties: { ...(made.properties as Json), type: { const: name } } };
}

function object(fields: Fields): Json {
  const entries = Object.entries(fields);
  const required = entries.filter(([, field]) => field.required).map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, field]) => [key, property(key, field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

const references: Readonly<Record<string, string>> = {
  signedIdentity: 'identity',
  baseLayerIdentity: 'identity',
  fulcio: 'fulcio',
  pki: 'pki',
};

function property(key: string, { type, doc }: Field): Json {
  const description = doc;
  if (type === 'object') return { description, $ref: `#/$defs/${references[key]}` };
  if (type === 'strings' || type === 'bytes-list') {
    return { description, type: 'array', minItems: 1, items: { type: 'string' } };
  }
  return { description, type: 'string' };
}
