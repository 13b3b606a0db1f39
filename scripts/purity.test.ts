import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

describe('core in a world without Node', () => {
  let code = '';
  let inputs: readonly string[] = [];

  beforeAll(async () => {
    const result = await build({
      entryPoints: [resolve(root, 'packages/core/src/index.ts')],
      bundle: true,
      write: false,
      metafile: true,
      format: 'iife',
      globalName: 'core',
      // neutral: a Node module anywhere below the entry is an error, not a polyfill
      platform: 'neutral',
      mainFields: ['module', 'main'],
      conditions: ['browser', 'worker'],
      target: 'es2024',
    });
    code = result.outputFiles[0]!.text;
    inputs = Object.keys(result.metafile.inputs);
  });

  it('bundles for a web worker without any Node module', () => {
    expect(inputs.length).toBeGreaterThan(40);
    expect(inputs.filter((input) => input.startsWith('node:'))).toEqual([]);
    expect(code).not.toMatch(
      /require\(["'](?:node:)?(?:fs|path|os|util|stream|events|crypto|child_process)["']\)/,
    );
  });

  it('mentions no global that a web worker lacks', () => {
    const own = inputs.filter((input) => input.startsWith('packages/core/src'));
    expect(own.length).toBeGreaterThan(40);
    const names =
      /(?<![.\w'"`$-])(?:window|document\.(?:body|cookie)|localStorage|__dirname|__filename|setImmediate|Deno|Bun)\b(?!['"`:])/;
    expect(code.match(names)).toBeNull();
  });

  it('lints and explains with nothing but the language itself', () => {
    const context = createContext({});
    const answer = runInContext(
      `${code}
      const text = '[[registry]]\\nlocation = "quay.io"\\n[[registry.mirror]]\\nlocation = "cache.corp.example"\\n';
      const snapshot = { files: [{ path: 'registries.conf', text }], rooted: false, user: core.rootUser, unreadable: [] };
      const parsed = core.parseSnapshot(snapshot);
      const node = core.createNode(parsed, core.defaultTarget);
      const lint = core.lint({ nodes: [parsed], targets: [core.defaultTarget], rules: core.rules });
      JSON.stringify([lint.findings.filter((f) => f.severity === 'error').length, core.explain(node, 'quay.io/acme/web:1').candidates.map((c) => c.reference)]);`,
      context,
    ) as string;
    expect(JSON.parse(answer)).toEqual([0, ['cache.corp.example/acme/web:1', 'quay.io/acme/web:1']]);
  });
});
