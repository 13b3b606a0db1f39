import type { DialectId } from '@mirrorwright/core';

/** A kind of file the extension serves. A further one is one more entry: the manifest is made of this list. */
export interface FileKind {
  readonly dialect: DialectId;
  /** The language its files have in the editor. A language of ours is declared with all globs below. */
  readonly language: string;
  /** Names of its files, as globs; empty where only the content tells. */
  readonly patterns: readonly string[];
  /**
   * The generated schema, for the extension that serves the language, and where that extension applies it by the name of the
   * file. The YAML extension is also told by content, see client/yaml-schemas.ts.
   */
  readonly schema?: { readonly file: string; readonly patterns: readonly string[] };
}

/** Language of registries.conf, its drop-ins and the short-name cache: TOML whose every key we know. */
export const registriesLanguage = 'containers-registries-conf';

export const fileKinds: readonly FileKind[] = [
  {
    dialect: 'registries-conf',
    language: registriesLanguage,
    patterns: [
      '**/registries.conf',
      '**/registries.conf.d/*.conf',
      '**/registries.rootful.conf.d/*.conf',
      '**/registries.rootless.conf.d/*.conf',
    ],
  },
  {
    dialect: 'short-name-cache',
    language: registriesLanguage,
    patterns: ['**/short-name-aliases.conf'],
  },
  {
    dialect: 'policy-json',
    language: 'json',
    // the bare name is common, and the content decides then
    patterns: ['**/policy.json', '**/policy[._-]*.json', '**/crio/policies/*.json'],
    schema: {
      file: 'policy-json.schema.json',
      patterns: ['**/containers/policy.json', '**/crio/policies/*.json'],
    },
  },
  {
    dialect: 'mirror-policy',
    language: 'yaml',
    patterns: ['**/mirror-policy*.yaml', '**/mirror-policy*.yml'],
    schema: { file: 'mirror-policy.schema.json', patterns: ['mirror-policy*.yaml', 'mirror-policy*.yml'] },
  },
  { dialect: 'openshift', language: 'yaml', patterns: [] },
];

/** Languages of which some files are ours. */
export const servedLanguages: readonly string[] = [...new Set(fileKinds.map(({ language }) => language))];

/** Language of explanations: plain text that wraps, as nobody edits it. */
export const explanationLanguage = 'mirrorwright-explanation';
