import { mirrorFields, type PolicyFields, type PolicyType, policyFields, upstreamFields } from './fields.ts';
import { newMirrorPolicy } from './write.ts';

/** The text of docs/reference/policy.md, made from the table of keys. */
export function mirrorPolicyPage(): string {
  return [
    '# Mirror policy',
    '',
    'One YAML document, `mirror-policy.yaml`, says which mirrors stand before which registries and who may use them.',
    'Mirrorwright makes the files of each target from it, and reads such files back into it.',
    'Its JSON Schema is `schemas/mirror-policy.schema.json`; the one in `schemas/editor` refuses nothing, for editors that run our',
    'language server too.',
    '',
    '## Top level',
    '',
    ...table(policyFields),
    '',
    '## An upstream',
    '',
    ...table(upstreamFields),
    '',
    '## A mirror of an upstream',
    '',
    ...table(mirrorFields),
    '',
    '## A document to start from',
    '',
    '```yaml',
    newMirrorPolicy().trimEnd(),
    '```',
    '',
  ].join('\n');
}

function table(fields: PolicyFields): readonly string[] {
  const rows = [...fields].map(([key, field]) => {
    const absent = field.required === true ? '(required)' : (field.absent ?? '');
    return `| \`${key}\` | ${typeName(field.type)} | ${absent} | ${field.doc} |`;
  });
  return ['| key | type | when absent | meaning |', '|---|---|---|---|', ...rows];
}

/** The type as a person would say it. */
function typeName(type: PolicyType): string {
  switch (type.kind) {
    case 'text':
      return 'text';
    case 'boolean':
      return 'true or false';
    case 'version':
      return type.values.map((value) => `\`${value}\``).join(' or ');
    case 'choice':
      return type.values.map((value) => `\`${value}\``).join(', ');
    case 'list':
      return type.item.kind === 'object' ? 'list' : `list of ${typeName(type.item)}`;
    case 'map':
      return `names, each with ${typeName(type.value)}`;
    case 'object':
      return 'mapping';
  }
}
