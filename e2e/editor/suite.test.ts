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
      const result = await runSuite({ extensions: [folder()], groups: ['language', 'previews'] });
      expect(result.failed).toEqual([]);
      expect(result.passed.length).toBeGreaterThan(20);
    },
    300_000,
  );

  it('does nothing outside of a workspace that is not trusted', async () => {
    const policy =
      'version: 1\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: m.corp.example}]\n';
    const result = await runSuite({
      extensions: [extensionFolder],
      groups: ['untrusted'],
      trust: 'asked',
      files: {
        'mirror-policy.yaml': policy,
        '../outside/etc/containers/registries.conf.d/50-mirrors.conf': '# secret\n',
      },
      settings: { 'mirrorwright.previewRoot': '../outside' },
    });
    expect(result.failed).toEqual([]);
    expect(result.passed).toHaveLength(12);
  }, 200_000);

  it('goes along with extensions for YAML and TOML', async () => {
    const stubs = ['vscode-yaml', 'even-better-toml'].map((name) =>
      resolve(import.meta.dirname, 'stubs', name),
    );
    const result = await runSuite({ extensions: [extensionFolder, ...stubs], groups: ['beside-others'] });
    expect(result.failed).toEqual([]);
    expect(result.passed).toHaveLength(3);
  }, 200_000);

  it('works in the extension host of the browser', async () => {
    const result = await runSuite({ extensions: [extensionFolder], groups: ['web'], kind: 'web' });
    expect(result.failed).toEqual([]);
    expect(result.passed).toHaveLength(5);
  }, 200_000);
});
