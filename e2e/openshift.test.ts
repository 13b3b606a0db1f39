import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  explainCluster,
  parseAnyTarget,
  parseRelease,
  parseSnapshot,
  readResources,
  renderNodeFiles,
  rootUser,
  sourceText,
} from '@mirrorwright/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homeFrom, type Lab, startLab } from './support/lab.ts';
import { haveNamespaces, havePrograms } from './support/programs.ts';
import { scratch, skopeoLoads, writeHome } from './support/skopeo.ts';

const folder = process.env.MIRRORWRIGHT_SHARED;
const ready = folder !== undefined && havePrograms('skopeo');
const registries = '/etc/containers/registries.conf';
const search = '/etc/containers/registries.conf.d/01-image-searchRegistries.conf';

interface Case {
  readonly id: string;
  readonly input: string;
  readonly releaseImage?: string;
}

describe.skipIf(!ready)('what is rendered for OpenShift, asked of the real skopeo', () => {
  const place = scratch('openshift');
  afterAll(() => place.dispose());
  const path = join(folder ?? '', 'golden/openshift.json');
  const cases = ready ? (JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly Case[] }).cases : [];

  it.each(cases)('$id: is loaded, or refused as told', async ({ id, input, releaseImage }) => {
    const resources = readResources(sourceText(input));
    // per-mirror filters are known to this skopeo, and releases after 4.18 write a key that it ignores
    for (const release of ['4.12', '4.16', '5.1']) {
      const { files, nodeError } = renderNodeFiles(resources, {
        release: parseRelease(release)!,
        ...(releaseImage !== undefined && { releaseImage }),
      });
      const home = join(place.path, `${id}-${release}`);
      const dropIn = files.get(search);
      writeHome(home, {
        main: files.get(registries) ?? '',
        ...(dropIn !== undefined && { dropIns: new Map([['01.conf', dropIn]]) }),
      });
      const expected = nodeError === undefined || !nodeError.startsWith('registries: ');
      expect((await skopeoLoads(home)).loads, release).toBe(expected);
    }
  });
});

const pulls = havePrograms('skopeo', 'docker-registry', 'ip', 'openssl') && haveNamespaces();

describe.skipIf(!pulls)('a pull through rendered files', () => {
  const place = scratch('openshift-pull');
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(place.path);
  }, 60_000);
  afterAll(() => {
    lab?.stop();
    place.dispose();
  });

  it('asks the mirrors that explain names, in its order', () => {
    const text = [
      'apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec:\n  registrySources: {insecureRegistries: ["a.test:27000", "b.test:27003"]}\n',
      'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata: {name: d}\nspec:\n  imageDigestMirrors:\n  - {source: source.example, mirrors: ["a.test:27000"]}\n',
      'apiVersion: config.openshift.io/v1\nkind: ImageTagMirrorSet\nmetadata: {name: t}\nspec:\n  imageTagMirrors:\n  - {source: source.example, mirrors: ["b.test:27003"]}\n',
    ].join('---\n');
    const target = parseAnyTarget('openshift@4.16');
    if (!target.ok) throw new Error(target.message);
    const files = [{ path: 'cluster.yaml', text }];
    const parsed = parseSnapshot({ files, rooted: false, user: rootUser, unreadable: [] });
    const root = join(place.path, 'root');
    const { files: written } = renderNodeFiles(readResources(sourceText(text)), { release: [4, 16] });
    for (const [path, content] of written) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const home = homeFrom(root, join(place.path, 'home'));
    for (const [suffix, registry, host] of [
      [`@${lab.digest}`, 'a', 'a.test:27000'],
      [':v1', 'b', 'b.test:27003'],
    ] as const) {
      const reference = `source.example/proj/app${suffix}`;
      const { explanation } = explainCluster(parsed, target.target, reference)!;
      expect(explanation!.candidates.find(({ order }) => order === 1)!.reference).toContain(
        `${host}/proj/app`,
      );
      lab.asked(registry);
      expect(lab.run('skopeo', ['inspect', '--raw', `docker://${reference}`], home).ok).toBe(true);
      expect(lab.asked(registry)).toHaveLength(1);
    }
  });
});
