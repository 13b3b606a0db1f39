import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extensionFolder } from '../../scripts/vscode/build.ts';
import { haveEditor } from './support/cache.ts';
import { canHaveNodes, type EditorNodes, startEditorNodes } from './support/nodes.ts';
import { runSuite, type SuiteOptions } from './support/run-suite.ts';
import { unpacked } from './support/unpacked.ts';

const policy = 'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors: [{location: m.corp.example}]\n';

describe.skipIf(!haveEditor() || !canHaveNodes())('a push from the editor to machines', () => {
  let nodes: EditorNodes;
  beforeAll(async () => {
    nodes = await startEditorNodes(3);
  }, 60_000);
  afterAll(() => nodes?.lab.stop());

  const run = (groups: readonly string[], extensions: readonly string[]): ReturnType<typeof runSuite> =>
    runSuite(suite(groups, extensions));
  const suite = (groups: readonly string[], extensions: readonly string[]): SuiteOptions => ({
    extensions,
    groups,
    env: nodes.env,
    files: {
      'mirror-policy.yaml': policy,
      'mirrorwright-nodes.yaml': nodes.nodesFile({ 2: 'deploy', 3: 'asked' }),
      '../machines.json': JSON.stringify({
        places: nodes.lab.nodes.map((node) => node.at('')),
        password: nodes.lab.password,
      }),
    },
  });
  const reset = (): void => {
    for (const node of nodes.lab.nodes)
      node.run('rm -rf /var/lib/mirrorwright /var/log/lab/*; rm -f /etc/containers/registries.conf.d/*');
  };

  it.each([
    ['as its sources are built', () => extensionFolder],
    ['as it is packed', unpacked],
  ])(
    'is planned, confirmed, cancelled and taken back, %s',
    async (_, folder) => {
      reset();
      const result = await run(['push'], [folder()]);
      expect(result.failed).toEqual([]);
      expect(result.passed.length).toBeGreaterThan(10);
    },
    300_000,
  );

  it('is confirmed by a person alone once the extension is installed', async () => {
    reset();
    const stub = resolve(import.meta.dirname, 'stubs/vscode-yaml');
    const result = await run(['push-production'], [stub, extensionFolder]);
    expect(result.failed).toEqual([]);
    expect(result.passed).toHaveLength(1);
  }, 200_000);
});
