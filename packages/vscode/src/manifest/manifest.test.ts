import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type StatusFacts, statusText } from '../status/text.ts';
import { commandEntries, dialectKey } from './commands.ts';
import { activationEvents, contributions } from './manifest.ts';
import { settingEntries } from './settings.ts';
import { walkthroughSteps } from './walkthrough.ts';

const folder = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly engines: { readonly vscode: string };
  readonly name: string;
  readonly contributes: unknown;
};

describe('the manifest', () => {
  it('is for the oldest editor that the client library allows, and typed for that one', () => {
    const library = JSON.parse(read('node_modules/vscode-languageclient/package.json')) as typeof manifest;
    const types = JSON.parse(read('node_modules/@types/vscode/package.json')) as { readonly version: string };
    expect(manifest.engines.vscode).toBe(library.engines.vscode);
    expect(manifest.engines.vscode).toBe(`^${types.version}`);
  });

  it('holds what the tables say', () => {
    expect(manifest.contributes).toEqual(JSON.parse(JSON.stringify(contributions())));
  });

  it('wakes up for languages, and for nothing that every window has', () => {
    expect(activationEvents.every((event) => event.startsWith('onLanguage:'))).toBe(true);
  });

  it('has at most twelve commands for people, in the category that carries its name', () => {
    expect(commandEntries.filter(({ palette }) => palette !== 'false').length).toBeLessThanOrEqual(12);
    expect(commandEntries.every(({ id }) => id.startsWith('mirrorwright.'))).toBe(true);
  });

  it('offers nothing for files of ours before any was seen: a key that is not set differs from every text', () => {
    const conditions = commandEntries.flatMap(({ palette, title_bar: title, view_bar: view, item }) =>
      [palette, title?.when, view?.when, item?.when].flatMap((when) => when ?? []),
    );
    expect(conditions.filter((when) => when.includes(dialectKey)).length).toBeGreaterThan(5);
    for (const when of conditions) expect(when).not.toContain('!=');
  });

  it('says for each setting what it does', () => {
    for (const { id, description, schema } of settingEntries) {
      expect(id).toMatch(/^mirrorwright\./);
      expect(description.length).toBeGreaterThan(30);
      expect(schema).toHaveProperty('type');
    }
  });
});

describe('what leads to machines', () => {
  const places = commandEntries.flatMap(({ id, palette, title_bar: title, view_bar: view, item }) =>
    [palette, title?.when, view?.when, item?.when].flatMap((when) =>
      when === undefined || when === 'false' ? [] : [{ id, when }],
    ),
  );

  it('is hidden without trust, in virtual workspaces, in a browser alone, and where nothing may be written', () => {
    const writing = places.filter(({ id }) => /\.(?:push|pushPlan|rollBack)$/.test(id));
    expect(writing.length).toBeGreaterThan(4);
    for (const { when } of writing)
      for (const part of [
        'isWorkspaceTrusted',
        '!virtualWorkspace',
        '(!isWeb || remoteName)',
        '!config.mirrorwright.readOnly',
      ])
        expect(when).toContain(part);
    const asking = places.filter(({ id }) =>
      /\.(?:planPush|openPlan|checkNodes|addNode|editNodes)$/.test(id),
    );
    expect(asking.length).toBeGreaterThan(5);
    for (const { when } of asking) expect(when).toContain('isWorkspaceTrusted && !virtualWorkspace');
  });

  it('is in views that are hidden there too', () => {
    const { views } = contributions() as { readonly views: Record<string, { readonly when: string }[]> };
    const all = Object.values(views).flat();
    expect(all).toHaveLength(3);
    for (const { when } of all) expect(when).toContain('isWorkspaceTrusted && !virtualWorkspace');
  });
});

describe('the walkthrough', () => {
  it('has five steps, each with a button and two pictures of at most 60 KB', () => {
    expect(walkthroughSteps).toHaveLength(5);
    for (const { id, description } of walkthroughSteps) {
      expect(description).toMatch(/\[.*\]\(command:[\w.]+\)$/);
      for (const theme of ['light', 'dark'])
        expect(statSync(join(folder, `media/walkthrough/${id}-${theme}.png`)).size).toBeLessThanOrEqual(
          60 * 1024,
        );
    }
  });
});

describe('what is committed beside it', () => {
  it('is shown by the README', () => {
    const pictures = [...read('README.md').matchAll(/\]\((media\/[^)]+)\)/g)].map(([, path]) => path!);
    expect(pictures.length).toBeGreaterThan(1);
    expect(pictures.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
    expect(readdirSync(join(folder, 'media/walkthrough'))).toHaveLength(10);
  });
});

describe('the status of a file', () => {
  it.each([
    [{ targets: ['podman@5.8'], errors: 0, warnings: 0 }, 'podman@5.8: no problems'],
    [{ targets: ['podman@5.8'], errors: 0, warnings: 0, server: 'starting' }, 'podman@5.8: not checked yet'],
    [{ targets: ['podman@5.8'], errors: 0, warnings: 0, server: 'stopped' }, 'podman@5.8: not checked'],
    [{ targets: ['a@1', 'b@2'], errors: 1, warnings: 2 }, 'a@1, b@2: 1 error, 2 warnings'],
    [{ targets: ['a@1', 'b@2', 'c@3'], errors: 0, warnings: 1 }, 'a@1 and 2 more: 1 warning'],
  ])('of %j is %s', (facts, text) =>
    expect(statusText({ server: 'running', ...facts } as StatusFacts)).toBe(text),
  );
});
