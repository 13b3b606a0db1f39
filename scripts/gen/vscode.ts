import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  activationEvents,
  contributions,
  restrictedSettings,
} from '../../packages/vscode/src/manifest/manifest.ts';
import { settingEntries } from '../../packages/vscode/src/manifest/settings.ts';
import { markdownNotice, type Part } from './part.ts';

const manifestPath = 'packages/vscode/package.json';

/** The contributions in the manifest of the extension, and the page of its settings. */
export const part: Part = {
  make: (root) =>
    new Map([
      [manifestPath, manifest(readFileSync(join(root, manifestPath), 'utf8'))],
      ['docs/reference/editor-settings.md', page()],
    ]),
};

/** Everything else in the manifest is written by people and stays. */
function manifest(text: string): string {
  const {
    activationEvents: _,
    capabilities: __,
    contributes: ___,
    ...own
  } = JSON.parse(text) as Record<string, unknown>;
  const made = {
    activationEvents,
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description:
          'Findings, explanations and previews of the files of the workspace work; nothing outside of it is read.',
        restrictedConfigurations: restrictedSettings,
      },
      virtualWorkspaces: true,
    },
    contributes: contributions(),
  };
  const entries = Object.entries(own);
  const at = entries.findIndex(([key]) => key === 'files');
  const ordered = [...entries.slice(0, at), ...Object.entries(made), ...entries.slice(at)];
  return `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`;
}

function page(): string {
  const rows = settingEntries.map(({ id, description, schema, default: value, restricted }) => {
    const { type, enum: values } = schema as { readonly type: string; readonly enum?: readonly string[] };
    const kind = values === undefined ? type : values.map((each) => `\`${each}\``).join(', ');
    const trust = restricted === true ? ' Ignored in workspaces that are not trusted.' : '';
    return `| \`${id}\` | ${kind} | \`${JSON.stringify(value)}\` | ${description}${trust} |`;
  });
  return `# Settings of the editor extension

${markdownNotice}

They belong to one person and one editor. What a team decides, such as severities and ignored findings, stands in
[mirrorwright.toml](settings.md), which the command reads too.

| Setting | Values | Default | |
|---|---|---|---|
${rows.join('\n')}
`;
}
