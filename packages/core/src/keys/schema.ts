import type { Json } from '../policy/schema.ts';
import type { KeyInfo, Shape, TableShape, VariantShape } from './shape.ts';

/** A JSON Schema, draft 7: what every program that takes schemas understands. */
export type Schema = { readonly [keyword: string]: Json };

/**
 * A schema that says what may stand in a document, and accepts every document: it documents and completes. What is wrong is
 * told by the rules, with reasons, and must not be told a second time by the program that reads the schema.
 */
export function openSchema(shape: Shape, { title, format }: SchemaOptions): Schema {
  const definitions = new Map<Shape, Definition>();
  const body = schemaOf(shape, { definitions, format });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...body,
    ...(definitions.size > 0 && {
      definitions: Object.fromEntries([...definitions.values()].map(({ name, schema }) => [name, schema])),
    }),
  };
}

export interface SchemaOptions {
  readonly title: string;
  /** What the documents are written in: programs for JSON complete a key with a value in other ways. */
  readonly format: 'toml' | 'yaml' | 'json';
}

interface Definition {
  readonly name: string;
  readonly schema: Schema;
}

interface Making {
  /** Variants and their cases, each written once. */
  readonly definitions: Map<Shape, Definition>;
  readonly format: SchemaOptions['format'];
}

function schemaOf(shape: Shape, making: Making): Schema {
  switch (shape.kind) {
    case 'table':
      // said in words, as some programs are strict where nothing is said
      return { properties: propertiesOf(shape, making), additionalProperties: true };
    case 'variant':
      return { properties: {}, allOf: [reference(`by-${shape.tag}`, shape, making)] };
    case 'map':
      return { properties: {}, additionalProperties: schemaOf(shape.value, making) };
    case 'list':
      return { items: schemaOf(shape.item, making) };
    case 'boolean':
      return { examples: [true, false] };
    case 'text':
    case 'number':
      // examples are offered as an enum is, and nothing else is refused
      return shape.values === undefined ? anyValue[making.format] : { examples: shape.values };
  }
}

/**
 * A value of which nothing is known. Programs complete a key without its colon where they are told no type, and refuse where
 * they are told one: each kind of program has its own way out.
 */
const anyValue: Readonly<Record<SchemaOptions['format'], Schema>> = {
  toml: {},
  yaml: { anyOf: [{ type: 'string' }, {}] },
  json: { examples: [''] },
};

function propertiesOf({ keys }: TableShape, making: Making): Schema {
  return Object.fromEntries([...keys].map(([key, info]) => [key, property(info, making)]));
}

function property(info: KeyInfo, making: Making): Schema {
  const { doc, absent, since, removed, required, shape } = info;
  const markdown = [
    doc,
    ...(required === undefined ? [] : ['Required.']),
    ...(absent === undefined ? [] : [`Default: ${absent}.`]),
    ...(since === undefined ? [] : [`Since ${since}.`]),
    ...(removed === undefined ? [] : [`No longer read from ${removed} on.`]),
  ].join(' ');
  const description = markdown.replaceAll('`', "'");
  return {
    description,
    ...(description !== markdown && { markdownDescription: markdown }),
    ...(removed !== undefined && { doNotSuggest: true }),
    ...schemaOf(shape, making),
  };
}

/** The case that the document is of; what all have for one that is of none. */
function variantSchema({ tag, cases, common }: VariantShape, making: Making): Schema {
  const branches = [...cases].map(
    ([value, table]): Schema => ({
      if: { properties: { ...fixedValues(table), [tag]: { const: value } }, required: [tag] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: reference(`${tag}-${value}`, table, making),
    }),
  );
  const ofNone: Schema = {
    if: { properties: { [tag]: { enum: [...cases.keys()] } }, required: [tag] },
    else: reference(`${tag}-common`, common, making),
  };
  return { allOf: [...branches, ofNone] };
}

/** Keys that have one value in a case: a document with another is of no such case, whatever its tag says. */
function fixedValues({ keys }: TableShape): Schema {
  return Object.fromEntries(
    [...keys].flatMap(([key, { shape }]) =>
      shape.kind === 'text' && shape.values?.length === 1 ? [[key, { const: shape.values[0]! }]] : [],
    ),
  );
}

function reference(wanted: string, shape: TableShape | VariantShape, making: Making): Schema {
  let definition = making.definitions.get(shape);
  if (definition === undefined) {
    const schema = shape.kind === 'variant' ? variantSchema(shape, making) : schemaOf(shape, making);
    definition = { name: freeName(wanted, making), schema };
    making.definitions.set(shape, definition);
  }
  return { $ref: `#/definitions/${definition.name}` };
}

function freeName(wanted: string, { definitions }: Making): string {
  const taken = new Set([...definitions.values()].map(({ name }) => name));
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
  return name;
}
