import {
  type FieldInfo,
  type FieldScope,
  fields,
} from '../../packages/core/src/dialects/registries-conf/fields.ts';
import { markdownNotice, type Part } from './part.ts';
import { policySchema, policySections } from './policy-keys.ts';

const headings: Readonly<Record<FieldScope, string>> = {
  top: 'registries.conf: top level',
  registry: 'registries.conf: `[[registry]]`',
  mirror: 'registries.conf: `[[registry.mirror]]`',
  v1: 'registries.conf, version 1: `[registries]`',
  'v1-list':
    'registries.conf, version 1: `[registries.search]`, `[registries.insecure]`, `[registries.block]`',
};

/** docs/reference/keys.md and the schemas of registries.conf and policy.json, from the dialects' lists of keys. */
export const part: Part = {
  make: () => {
    const scopes = Object.keys(headings) as FieldScope[];
    const sections = scopes.map((scope) => `## ${headings[scope]}\n\n${table(fields[scope])}`);
    const text = `# Keys\n\n${markdownNotice}\n\nVersions are releases of containers/image.\n\n${[...sections, ...policySections()].join('\n\n')}\n`;
    return new Map([
      ['docs/reference/keys.md', text],
      ['schemas/registries-conf.schema.json', `${JSON.stringify(schema(), null, 2)}\n`],
      ['schemas/policy-json.schema.json', `${JSON.stringify(policySchema(), null, 2)}\n`],
    ]);
  },
};

function table(list: readonly FieldInfo[]): string {
  const rows = list.map(({ key, type, defaultText, values, documentation, since, removed }) => {
    const span = `${since.join('.')}${removed === undefined ? '' : ` to before ${removed.join('.')}`}`;
    const allowed =
      values === undefined ? '' : ` One of ${values.map((value) => `\`${value}\``).join(', ')}.`;
    return `| \`${key}\` | ${type} | ${defaultText} | ${span} | ${documentation}${allowed} |`;
  });
  return `| Key | Type | Default | Since | Meaning |\n|---|---|---|---|---|\n${rows.join('\n')}`;
}

type Json = { readonly [key: string]: unknown };

function schema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'registries.conf, version 2',
    description: 'Registries and mirrors of podman, buildah, skopeo and CRI-O. Generated.',
    ...objectOf('top'),
  };
}

function objectOf(scope: FieldScope): Json {
  const list = fields[scope].filter(({ removed }) => removed === undefined);
  return {
    type: 'object',
    properties: Object.fromEntries(list.map((field) => [field.key, property(field)])),
    additionalProperties: false,
  };
}

function property({ key, type, documentation, values }: FieldInfo): Json {
  const description = documentation;
  if (type === 'boolean') return { description, type };
  if (type === 'string-list') return { description, type: 'array', items: { type: 'string' } };
  if (type === 'string-map') return { description, type: 'object', additionalProperties: { type: 'string' } };
  if (type === 'tables') {
    return { description, type: 'array', items: objectOf(key === 'mirror' ? 'mirror' : 'registry') };
  }
  return { description, type: type === 'table' ? 'object' : 'string', ...(values && { enum: values }) };
}
