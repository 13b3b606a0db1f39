import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extensionFolder } from '../../scripts/vscode/build.ts';
import { vsixPath } from '../../scripts/vscode/package.ts';

const dist = join(extensionFolder, 'dist');

describe('the bundles of the extension', () => {
  it('have a stub of at most 20 KB, without the client, the rules or the language server', () => {
    expect(statSync(join(dist, 'extension.cjs')).size).toBeLessThanOrEqual(20 * 1024);
    const text = readFileSync(join(dist, 'extension.cjs'), 'utf8');
    expect(text).toContain('./main.cjs');
    expect(text).not.toMatch(/textDocument\/|languageclient|MW\d{3}/);
  });

  it('need no module of Node in browsers', () => {
    for (const name of ['web/extension.cjs', 'web/server.js']) {
      const text = readFileSync(join(dist, name), 'utf8');
      const modules = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, id]) => id!);
      expect(modules.filter((id) => id !== 'vscode')).toEqual([]);
    }
  });

  it('lie beside every schema that the manifest names, and those refuse nothing', () => {
    const { contributes } = JSON.parse(readFileSync(join(extensionFolder, 'package.json'), 'utf8')) as {
      readonly contributes: Readonly<Record<string, readonly { readonly url: string }[]>>;
    };
    const lists = ['jsonValidation', 'yamlValidation', 'tomlValidation'].map((name) => contributes[name]!);
    const urls = lists.flat().map(({ url }) => url);
    expect(urls.length).toBeGreaterThan(2);
    for (const url of urls) {
      const text = readFileSync(join(extensionFolder, url), 'utf8');
      // nothing of ours judges mirrorwright.toml in the editor
      if (!url.includes('mirrorwright.toml')) expect(text).not.toMatch(/"additionalProperties": false/);
    }
  });

  it('make a package of at most 2 MB', () => {
    expect(statSync(vsixPath()).size).toBeLessThanOrEqual(2 * 1024 * 1024);
  });
});
