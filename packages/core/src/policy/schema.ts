import { type PolicyField, type PolicyFields, type PolicyType, policyFields } from './fields.ts';

/** A JSON value, as a schema is written. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** The JSON Schema (draft 2020-12) of a mirror policy, made from the table of its keys. */
export function mirrorPolicySchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Mirror policy',
    description:
      'Registries, their mirrors and who may use them: the document that Mirrorwright makes files from.',
    ...objectSchema(policyFields),
  };
}

function objectSchema(fields: PolicyFields): { readonly [key: string]: Json } {
  const required = [...fields].filter(([, field]) => field.required === true).map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries([...fields].map(([key, field]) => [key, fieldSchema(field)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function fieldSchema(field: PolicyField): Json {
  return { description: description(field), ...typeSchema(field.type) };
}

function description({ doc, absent }: PolicyField): string {
  const text = absent === undefined ? doc : `${doc} When absent: ${absent}.`;
  return text.replaceAll('`', "'");
}

function typeSchema(type: PolicyType): { readonly [key: string]: Json } {
  switch (type.kind) {
    case 'text':
      return {
        type: 'string',
        ...(type.mayBeEmpty === true ? {} : { minLength: 1 }),
        examples: [type.example, ...(type.others ?? [])],
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'version':
    case 'choice':
      return { enum: type.values };
    case 'list':
      return { type: 'array', items: typeSchema(type.item) };
    case 'map':
      return { type: 'object', additionalProperties: typeSchema(type.value) };
    case 'object':
      return objectSchema(type.fields);
  }
}
