import { defaultTarget, parseAnyTarget, type Target } from '@mirrorwright/core';

/** A setting of the language server, typed and documented once: it is read, and its page is made, from this table. */
export interface SettingInfo {
  readonly key: string;
  readonly type: 'strings' | 'boolean' | 'number';
  readonly fallback: readonly string[] | boolean | number;
  readonly doc: string;
}

export const serverSettings: readonly SettingInfo[] = [
  {
    key: 'targets',
    type: 'strings',
    fallback: [defaultTarget.id],
    doc: 'The readers that files are judged for, such as `podman@5.4` or `openshift@4.16`. Resources of OpenShift are judged for the newest release where none is named.',
  },
  {
    key: 'servedByOthers',
    type: 'strings',
    fallback: [],
    doc: 'Language ids (`toml`, `yaml`, `json`) that another language server serves: plain faults of syntax, the outline, folding and formatting of such documents are left to it.',
  },
  {
    key: 'codeLens',
    type: 'boolean',
    fallback: true,
    doc: 'Show lenses above entries: explain a pull, preview node files, what shadows an entry.',
  },
  {
    key: 'inlayHints',
    type: 'boolean',
    fallback: true,
    doc: 'Show defaults that are left out, and the place of a drop-in among the files that are read.',
  },
  {
    key: 'debounce',
    type: 'number',
    fallback: 100,
    doc: 'Milliseconds without a change before diagnostics are sent. Clients that ask for diagnostics choose the time themselves.',
  },
];

export interface ServerSettings {
  readonly targets: readonly Target[];
  readonly servedByOthers: ReadonlySet<string>;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  readonly debounce: number;
}

export interface ReadSettings {
  readonly settings: ServerSettings;
  /** What is wrong with them, for the user. */
  readonly problems: readonly string[];
}

/** Reads what the client has under `mirrorwright`. What is wrong is told, and its default used. */
export function readServerSettings(given: unknown): ReadSettings {
  const problems: string[] = [];
  const values =
    typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const read = (key: string): SettingInfo['fallback'] => {
    const info = serverSettings.find((one) => one.key === key)!;
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined || value === null) return info.fallback;
    if (fits(info, value)) return value;
    problems.push(`mirrorwright.${key} must be ${words[info.type]}.`);
    return info.fallback;
  };
  const targets = (read('targets') as readonly string[]).flatMap((text) => {
    const result = parseAnyTarget(text);
    if (result.ok) return [result.target];
    problems.push(`mirrorwright.targets: ${result.message}`);
    return [];
  });
  return {
    settings: {
      targets:
        targets.length === 0
          ? [defaultTarget]
          : [...new Map(targets.map((target) => [target.id, target])).values()],
      servedByOthers: new Set(read('servedByOthers') as readonly string[]),
      codeLens: read('codeLens') as boolean,
      inlayHints: read('inlayHints') as boolean,
      debounce: read('debounce') as number,
    },
    problems,
  };
}

const words = { strings: 'a list of strings', boolean: 'true or false', number: 'a number from 0 to 10000' };

function fits({ type }: SettingInfo, value: unknown): value is SettingInfo['fallback'] {
  if (type === 'strings') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (type === 'boolean') return typeof value === 'boolean';
  return typeof value === 'number' && value >= 0 && value <= 10_000;
}
