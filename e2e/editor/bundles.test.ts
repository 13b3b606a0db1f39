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

  it('make a package of at most 2 MB', () => {
    expect(statSync(vsixPath()).size).toBeLessThanOrEqual(2 * 1024 * 1024);
  });
});
