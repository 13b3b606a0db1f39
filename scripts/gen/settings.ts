import { serverSettings } from '../../packages/language-server/src/server/settings.ts';
import { markdownNotice, type Part } from './part.ts';
import { loadRules } from './rules.ts';

/** docs/reference/settings.md and the JSON Schema of mirrorwright.toml. */
export const part: Part = {
  make: async () => {
    const names = (await loadRules()).flatMap(({ rule: { meta } }) => [meta.code, meta.name]);
    return new Map([
      ['docs/reference/settings.md', `${page}\n${serverSection()}`],
      ['schemas/mirrorwright.toml.schema.json', `${JSON.stringify(schema(names), null, 2)}\n`],
    ]);
  },
};

const page = `# Settings and suppressions

${markdownNotice}

## mirrorwright.toml

Searched from the folder of the judged file upwards, to the root of the repository or of the file system. Paths in it
are relative to its own folder. \`*\` and \`?\` stay inside a folder, \`**\` crosses folders; a pattern without a slash
matches the file name anywhere, one that ends in a slash all that lies below.

\`\`\`toml
# files that are not judged at all
exclude = ["vendor/"]

# severity by code or name: error, warning, info, off
[rules]
MW110 = "warning"
insecure-remote-host = "off"

# findings that are accepted in some files; \`rules\` left out means all
[[ignore]]
paths = ["lab/**/policy.json"]
rules = ["MW601"]
reason = "the lab trusts everything"
\`\`\`

Unknown keys, unknown rules and values of a wrong type are reported with their place, and the run ends with exit code 2.

## In the file itself

\`\`\`toml
# mirrorwright-ignore MW110: read by our own tool
zebra = 1

# mirrorwright-ignore-file MW401, MW402: the lab has no certificates
\`\`\`

The first form covers the next statement, or the one it stands behind; before a table header it covers the keys
directly below that header. The second covers the file. A reason is required, and a suppression that hides nothing is
reported. JSON has no comments: use \`[[ignore]]\`.

What makes a reader refuse the whole file (\`fatal\`) can be neither hidden nor softened.
`;

/** The settings of the language server, from its own table. */
function serverSection(): string {
  const rows = serverSettings.map(
    ({ key, type, fallback, doc }) => `| \`${key}\` | ${type} | \`${JSON.stringify(fallback)}\` | ${doc} |`,
  );
  return `## Language server

Given by the editor, at the start or under \`mirrorwright\` in its settings; see [the guide](../guides/editors.md).

| Key | Type | Default | Meaning |
|---|---|---|---|
${rows.join('\n')}
`;
}

function schema(names: readonly string[]): unknown {
  const strings = { type: 'array', items: { type: 'string' } };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'mirrorwright.toml',
    description: 'Severities, excludes and ignores by path. Generated.',
    type: 'object',
    properties: {
      exclude: { ...strings, description: 'Files that are not judged, as globs.' },
      rules: {
        description: 'Severity by rule code or name.',
        type: 'object',
        propertyNames: { enum: names },
        additionalProperties: { enum: ['error', 'warning', 'info', 'off'] },
      },
      ignore: {
        description: 'Findings that are accepted in some files.',
        type: 'array',
        items: {
          type: 'object',
          properties: {
            paths: { ...strings, minItems: 1, description: 'Files, as globs.' },
            rules: {
              type: 'array',
              items: { enum: names },
              description: 'Codes or names; all when left out.',
            },
            reason: { type: 'string', minLength: 1 },
          },
          required: ['paths', 'reason'],
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  };
}
