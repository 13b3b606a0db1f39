import { describe, expect, it } from 'vitest';
import { extensionFolder } from '../../scripts/vscode/build.ts';
import { haveEditor } from './support/cache.ts';
import { runSuite } from './support/run-suite.ts';

const kinds: readonly (readonly [string, string, string])[] = [
  ['a registries.conf', 'registries.conf', ''],
  ['a drop-in', 'registries.conf.d/10-corp.conf', '[[registry]]\nlocation = "quay.io"\n'],
  ['a signature policy', 'containers/policy.json', '{"default": [{"type": "reject"}]}'],
  ['a mirror policy', 'mirror-policy.yaml', 'version: 1\n'],
  [
    'a resource of OpenShift',
    'anything.yaml',
    'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\n',
  ],
];

describe.skipIf(!haveEditor())('what starts the extension', () => {
  it('is no other YAML or JSON file', async () => {
    const { failed, passed } = await runSuite({ extensions: [extensionFolder], groups: ['idle'] });
    expect(failed).toEqual([]);
    expect(passed).toHaveLength(3);
  }, 120_000);

  it.each(kinds)(
    'is %s',
    async (_, path, text) => {
      const { failed, passed } = await runSuite({
        extensions: [extensionFolder],
        groups: ['starts'],
        files: { 'README.txt': '', [path]: text },
      });
      expect(failed).toEqual([]);
      expect(passed).toHaveLength(1);
    },
    120_000,
  );
});
