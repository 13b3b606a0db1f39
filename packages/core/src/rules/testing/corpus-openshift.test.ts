import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAnyTarget } from '../../runtimes/openshift/target.ts';
import { groupFiles } from '../../snapshot/group.ts';
import { parseSnapshot } from '../../snapshot/parse.ts';
import { sharedFolder } from '../../testing/shared.ts';
import { rules } from '../registry.ts';
import type { Finding } from '../rule.ts';
import { lint } from '../run.ts';

const folder = sharedFolder('corpus');
const files = folder === undefined ? [] : readdirSync(join(folder, 'openshift-yaml'));
const releases = ['4.13', '4.14', '4.15', '4.16', '4.18', '4.20', '4.23', '5.2'];

function judge(file: string, release: string): readonly Finding[] {
  const target = parseAnyTarget(`openshift@${release}`);
  if (!target.ok) throw new Error(target.message);
  const text = readFileSync(join(folder!, 'openshift-yaml', file), 'utf8');
  const nodes = groupFiles([{ path: 'resources.yaml', text }]).map((node) => parseSnapshot(node));
  return lint({ nodes, targets: [target.target], rules, now: Date.UTC(2027, 0, 1) }).findings;
}

/** Data of the API's own tests, made to be refused: `host/name:tag` in a list. */
const madeToFail = /^openshift__api__[34]\.yaml$/;

describe.skipIf(folder === undefined)('real resources', () => {
  it.each(releases)('are told apart by nothing worse than info, for %s', (release) => {
    const judged = files.filter((file) => !madeToFail.test(file));
    expect(judged.length).toBeGreaterThan(10);
    const serious = judged.flatMap((file) =>
      judge(file, release)
        .filter(({ severity }) => severity !== 'info')
        .map(({ code, message }) => `${file} ${code} ${message}`),
    );
    expect(serious).toEqual([]);
  });

  it.each(releases)("oc-mirror's own output has no finding at all, for %s", (release) => {
    const own = files.filter((file) => file.startsWith('openshift__oc-mirror__'));
    expect(own.length).toBeGreaterThan(1);
    for (const file of own) expect(judge(file, release), file).toEqual([]);
  });

  it('content source policies are deprecated, which is info', () => {
    const found = files.flatMap((file) => judge(file, '4.18')).filter(({ code }) => code === 'MW810');
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('entries with a tag are found, for every release', () => {
    for (const release of releases) {
      const codes = files
        .filter((file) => madeToFail.test(file))
        .map((file) => judge(file, release).map(({ code }) => code));
      for (const each of codes) expect(each).toContain('MW808');
    }
  });
});
