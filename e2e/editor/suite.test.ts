import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extensionFolder } from '../../scripts/vscode/build.ts';
import { havePrograms } from '../support/programs.ts';
import { haveEditor } from './support/cache.ts';
import { runSuite } from './support/run-suite.ts';
import { unpacked } from './support/unpacked.ts';

describe.skipIf(!haveEditor() || !havePrograms('unzip'))('the extension in the editor', () => {
  it.each([
    ['as its sources are built', () => extensionFolder],
    ['as it is packed', unpacked],
  ])(
    'does all it should, %s',
    async (_, folder) => {
      const result = await runSuite({ extensions: [folder()], groups: ['language', 'previews', 'choices'] });
      expect(result.failed).toEqual([]);
      expect(result.passed.length).toBeGreaterThan(24);
    },
    300_000,
  );

  describe('where the settings lead out of the workspace', () => {
    const policy =
      'version: 1\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: m.corp.example}]\n';
    const files = {
      'mirror-policy.yaml': policy,
      '../outside/etc/containers/registries.conf.d/50-mirrors.conf': '# secret\n',
    };
    const leading = { 'mirrorwright.previewRoot': '../outside' };
    const ofWorkspace = { '.vscode/settings.json': JSON.stringify(leading) };
    const base = { extensions: [extensionFolder] };

    it('follows those of a workspace that is trusted', async () => {
      const result = await runSuite({ ...base, groups: ['trusted'], files: { ...files, ...ofWorkspace } });
      expect(result.failed).toEqual([]);
      expect(result.passed).toHaveLength(1);
    }, 200_000);

    it.each([
      ['of the workspace', { files: { ...files, ...ofWorkspace } }],
      ['of the user', { files, settings: leading }],
    ])(
      'does nothing there in one that is not: %s',
      async (_, given) => {
        const result = await runSuite({ ...base, groups: ['untrusted'], trust: 'asked', ...given });
        expect(result.failed).toEqual([]);
        expect(result.passed).toHaveLength(13);
      },
      200_000,
    );
  });

  it('goes along with extensions for YAML and TOML', async () => {
    const stubs = ['vscode-yaml', 'even-better-toml'].map((name) =>
      resolve(import.meta.dirname, 'stubs', name),
    );
    const groups = ['beside-schemas', 'beside-others'];
    const result = await runSuite({ extensions: [extensionFolder, ...stubs], groups });
    expect(result.failed).toEqual([]);
    expect(result.passed).toHaveLength(10);
  }, 200_000);

  it('works in the extension host of the browser', async () => {
    const result = await runSuite({ extensions: [extensionFolder], groups: ['web'], kind: 'web' });
    expect(result.failed).toEqual([]);
    expect(result.passed).toHaveLength(5);
  }, 200_000);
});
