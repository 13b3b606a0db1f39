import { targetNames } from '@mirrorwright/core';

/** A setting, as the settings editor and the reference page show it. */
export interface SettingEntry {
  readonly id: string;
  /** Markdown, one or two sentences. */
  readonly description: string;
  /** JSON Schema of the value, without description and default. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly default: unknown;
  readonly scope: 'resource' | 'window' | 'machine-overridable';
  /** Ignored in workspaces that are not trusted. */
  readonly restricted?: true;
}

export const settingEntries: readonly SettingEntry[] = [
  {
    id: 'mirrorwright.targets',
    description:
      'The readers that files are judged for, each with its version, such as `podman@5.8`, `cri-o@1.33` or `openshift@4.16`. Empty: the newest podman, and the newest OpenShift for its resources. A mirror policy names its own targets.',
    schema: {
      type: 'array',
      items: {
        type: 'string',
        pattern: `^(?:${targetNames.join('|')})(?:@.+)?$`,
        patternErrorMessage: `A reader, or one with its version, such as podman@5.8. Readers: ${targetNames.join(', ')}.`,
      },
      uniqueItems: true,
    },
    default: [],
    scope: 'window',
  },
  {
    id: 'mirrorwright.previewRoot',
    description:
      'The folder that previews compare with, as the file system of a node: an absolute path, or one below the workspace folder. Empty: the workspace folder, where it holds `etc/containers`; otherwise every file counts as new.',
    schema: { type: 'string' },
    default: '',
    scope: 'machine-overridable',
    restricted: true,
  },
  {
    id: 'mirrorwright.nodesFile',
    description:
      'The file that names the nodes of a push: an absolute path, or one below the workspace folder. Empty: `mirrorwright-nodes.yaml` in the workspace folder. It holds no secrets.',
    schema: { type: 'string' },
    default: '',
    scope: 'machine-overridable',
    restricted: true,
  },
  {
    id: 'mirrorwright.readOnly',
    description:
      'Nothing is pushed or rolled back from the editor, and the buttons for it are hidden. Plans can be made and looked at.',
    schema: { type: 'boolean' },
    default: false,
    scope: 'machine-overridable',
    restricted: true,
  },
  {
    id: 'mirrorwright.codeLens',
    description: 'Show lines above entries: what shadows them, explain a pull, preview node files.',
    schema: { type: 'boolean' },
    default: true,
    scope: 'window',
  },
  {
    id: 'mirrorwright.inlayHints',
    description: 'Show what is left out: the defaults of entries, and the rank of drop-ins.',
    schema: { type: 'boolean' },
    default: true,
    scope: 'window',
  },
  {
    id: 'mirrorwright.trace.server',
    description: 'What the log keeps of the talk with the language server.',
    schema: { type: 'string', enum: ['off', 'messages', 'verbose'] },
    default: 'off',
    scope: 'window',
  },
];
