import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lint, parseSnapshot, parseTarget, rootUser, rules } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { sharedFolder } from '../packages/core/src/testing/shared.ts';
import { haveVersion } from './support/programs.ts';
import { scratch, skopeoLoads, writeHome } from './support/skopeo.ts';

const folder = sharedFolder('corpus');
const ready = folder !== undefined && haveVersion('skopeo', '1.9.3');

interface CorpusFile {
  readonly format: string;
  readonly file: string;
}

const files = !ready
  ? []
  : (JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as readonly CorpusFile[]).filter(
      ({ format }) => format === 'registries-conf' || format === 'policy-json',
    );

function hasFatal(path: string, text: string): boolean {
  const target = parseTarget('skopeo@1.9.3');
  if (!target.ok) throw new Error(target.message);
  const parsed = parseSnapshot({ files: [{ path, text }], rooted: true, user: rootUser, unreadable: [] });
  return lint({ nodes: [parsed], targets: [target.target], rules }).findings.some(({ fatal }) => fatal);
}

/** The policy is loaded before the registry is contacted; port 1 refuses at once. */
function policyLoads(path: string, home: string): boolean {
  const args = ['--policy', path, 'copy', 'docker://127.0.0.1:1/x:y', `dir:${home}/out`];
  const { stderr } = spawnSync('skopeo', args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: home },
  });
  return stderr.includes('connection refused');
}

describe.skipIf(!ready)(
  'real files are refused by the real skopeo exactly where lint finds something fatal',
  () => {
    it.each(files)('$file', async ({ format, file }) => {
      const text = readFileSync(join(folder!, file), 'utf8');
      const home = scratch('corpus');
      try {
        writeHome(home.path, { main: format === 'registries-conf' ? text : '' });
        const loads =
          format === 'registries-conf'
            ? (await skopeoLoads(home.path)).loads
            : policyLoads(join(folder!, file), home.path);
        const place = format === 'registries-conf' ? 'registries.conf' : 'policy.json';
        expect(hasFatal(`etc/containers/${place}`, text)).toBe(!loads);
      } finally {
        home.dispose();
      }
    });
  },
);
