import { commandEntries } from './commands.ts';
import { explanationLanguage, fileKinds, registriesLanguage, servedLanguages } from './kinds.ts';
import { settingEntries } from './settings.ts';
import { reachable, viewContainer, viewEntries } from './views.ts';
import { walkthroughSteps } from './walkthrough.ts';

type Json = Readonly<Record<string, unknown>>;

const category = 'Mirrorwright';
const schemaFolder = './dist/schemas';

/** Events that load the stub; commands and views do so by themselves. */
export const activationEvents: readonly string[] = servedLanguages.map(
  (language) => `onLanguage:${language}`,
);

/** Settings that a workspace without trust has no say in. */
export const restrictedSettings: readonly string[] = settingEntries
  .filter(({ restricted }) => restricted === true)
  .map(({ id }) => id);

/** The contributions of the extension, as its package.json holds them. */
export function contributions(): Json {
  return {
    languages: [languageOfOurs(), { id: explanationLanguage, aliases: ['Explanation of a Pull'] }],
    configurationDefaults: {
      [`[${explanationLanguage}]`]: {
        'editor.wordWrap': 'on',
        'editor.lineNumbers': 'off',
        'editor.guides.indentation': false,
        'editor.occurrencesHighlight': 'off',
      },
    },
    grammars: [
      {
        language: registriesLanguage,
        scopeName: 'source.registries-conf',
        path: './syntaxes/registries-conf.tmLanguage.json',
      },
    ],
    jsonValidation: schemasOf('json').map(({ patterns, url }) => ({ fileMatch: patterns, url })),
    yamlValidation: schemasOf('yaml').map(({ patterns, url }) => ({ fileMatch: patterns, url })),
    tomlValidation: [
      { fileMatch: 'mirrorwright.toml', url: `${schemaFolder}/mirrorwright.toml.schema.json` },
    ],
    commands: commandEntries.map(({ id, title, icon }) => ({
      command: id,
      title,
      category,
      ...(icon && { icon }),
    })),
    menus: {
      commandPalette: commandEntries.flatMap(({ id, palette }) =>
        palette === undefined ? [] : [{ command: id, when: palette }],
      ),
      'editor/title': commandEntries.flatMap(({ id, title_bar: bar }) =>
        bar === undefined ? [] : [{ command: id, when: bar.when, group: bar.group }],
      ),
      'view/title': commandEntries.flatMap(({ id, view_bar: bar }) =>
        bar === undefined ? [] : [{ command: id, when: bar.when, group: bar.group }],
      ),
      'view/item/context': commandEntries.flatMap(({ id, item }) =>
        item === undefined ? [] : [{ command: id, when: item.when, group: item.group }],
      ),
      'file/newFile': [{ command: 'mirrorwright.newPolicy', group: 'file' }],
    },
    viewsContainers: {
      activitybar: [{ id: viewContainer, title: category, icon: './media/view.svg' }],
    },
    views: {
      [viewContainer]: viewEntries.map(({ id, name }) => ({ id, name, when: reachable })),
    },
    viewsWelcome: viewEntries.flatMap(({ id, welcome }) =>
      welcome.map(({ contents, when }) => ({ view: id, contents, ...(when && { when }) })),
    ),
    configuration: {
      title: category,
      properties: Object.fromEntries(
        settingEntries.map(({ id, description, schema, default: value, scope }) => [
          id,
          { ...schema, default: value, scope, markdownDescription: description },
        ]),
      ),
    },
    walkthroughs: [walkthrough()],
  };
}

function languageOfOurs(): Json {
  return {
    id: registriesLanguage,
    aliases: ['Container Registries Configuration', 'registries.conf'],
    filenamePatterns: fileKinds.flatMap(({ language, patterns }) =>
      language === registriesLanguage ? patterns : [],
    ),
    configuration: './language-configuration.json',
  };
}

function schemasOf(
  language: string,
): readonly { readonly patterns: readonly string[]; readonly url: string }[] {
  return fileKinds.flatMap(({ language: own, schema }) =>
    own === language && schema !== undefined
      ? [{ patterns: schema.patterns, url: `${schemaFolder}/${schema.file}` }]
      : [],
  );
}

function walkthrough(): Json {
  return {
    id: 'start',
    title: 'Get started with registry mirrors',
    description: 'From a few answers to the files of every node.',
    featuredFor: ['**/registries.conf', '**/registries.conf.d/*.conf', '**/mirror-policy*.yaml'],
    steps: walkthroughSteps.map(({ id, title, description, picture, done }) => ({
      id,
      title,
      description,
      media: {
        image: {
          light: `./media/walkthrough/${id}-light.png`,
          dark: `./media/walkthrough/${id}-dark.png`,
          hc: `./media/walkthrough/${id}-dark.png`,
          hcLight: `./media/walkthrough/${id}-light.png`,
        },
        altText: picture,
      },
      completionEvents: done,
    })),
  };
}
