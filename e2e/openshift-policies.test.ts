import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import {
  lint,
  parseAnyTarget,
  parseRelease,
  parseSnapshot,
  readResources,
  releaseNames,
  renderNodeFiles,
  rootUser,
  rules,
  sourceText,
} from '@mirrorwright/core';
import { afterAll, describe, expect, it } from 'vitest';
import { newerPolicies } from './support/newer-policies.ts';
import { haveVersion } from './support/programs.ts';
import { scratch, skopeoLoadsPolicy } from './support/skopeo.ts';

const folder = process.env.MIRRORWRIGHT_SHARED;
const ready = folder !== undefined && haveVersion('skopeo', '1.9.3');

interface Case {
  readonly id: string;
  readonly input: string;
  readonly releaseImage?: string;
}

/** Requirements that the skopeo of this machine (containers/image 5.23.1) does not know, and what brought them. */
const newerKeys: Readonly<Record<string, string>> = {
  fulcio: '5.24.0',
  rekorPublicKeyPath: '5.24.0',
  rekorPublicKeyData: '5.24.0',
  keyPaths: '5.33.0',
  keyDatas: '5.33.0',
  rekorPublicKeyPaths: '5.33.0',
  rekorPublicKeyDatas: '5.33.0',
  pki: '5.35.0',
};

/** The first key of a sigstoreSigned requirement that is newer than this skopeo. */
function newerThanSkopeo(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const isSigstore = 'type' in value && value.type === 'sigstoreSigned';
  const own = isSigstore ? Object.keys(value).find((key) => Object.hasOwn(newerKeys, key)) : undefined;
  return (
    own ??
    Object.values(value)
      .map(newerThanSkopeo)
      .find((found) => found !== undefined)
  );
}

/** Whether the library in a target is as new as the one that brought a key. */
function isKnownTo(targetName: string, version: string): boolean {
  const target = parseAnyTarget(targetName);
  if (!target.ok) throw new Error(target.message);
  const since = version.split('.').map(Number);
  const difference = target.target.library
    .map((part, index) => part - since[index]!)
    .find((each) => each !== 0);
  return (difference ?? 0) >= 0;
}

/** What makes a target refuse a signature policy, in our words. */
function refusalBy(targetName: string, text: string): string | undefined {
  const target = parseAnyTarget(targetName);
  if (!target.ok) throw new Error(target.message);
  const files = [{ path: 'etc/containers/policy.json', text }];
  const parsed = parseSnapshot({ files, rooted: true, user: rootUser, unreadable: [] });
  return lint({ nodes: [parsed], targets: [target.target], rules }).findings.find(({ fatal }) => fatal)
    ?.message;
}

describe.skipIf(!ready)('signature policies rendered for OpenShift, asked of the real skopeo 1.9.3', () => {
  const place = scratch('openshift-policy');
  const named = new Map<string, number>();
  let asked = 0;
  afterAll(() => {
    place.dispose();
    const list = [...named].map(([key, count]) => `${count} with ${key} (${newerKeys[key]})`).join(', ');
    process.stdout.write(`rendered policies: ${asked} asked of skopeo; newer than it: ${list}\n`);
  });
  const path = join(folder ?? '', 'golden/openshift.json');
  const cases: readonly Case[] = ready
    ? [...(JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly Case[] }).cases, ...newerPolicies]
    : [];

  it.each(cases)('$id: are loaded, or refused as told', async ({ id, input, releaseImage }) => {
    const resources = readResources(sourceText(input));
    const texts = new Map<string, string>();
    for (const release of releaseNames) {
      const { files, nodeError } = renderNodeFiles(resources, {
        release: parseRelease(release)!,
        ...(releaseImage !== undefined && { releaseImage }),
      });
      for (const [file, text] of files)
        if (/\/policies\/|policy\.json$/.test(file) && !nodeError?.startsWith('policy: '))
          texts.set(text, release);
    }
    for (const [text, release] of texts) {
      const at = join(place.path, `${id}-${asked++}.json`);
      writeFileSync(at, text);
      const { loads, message } = await skopeoLoadsPolicy(at);
      const newer = newerThanSkopeo(JSON.parse(text));
      const refusal = refusalBy(`openshift@${release}`, text);
      if (newer === undefined || isKnownTo(`openshift@${release}`, newerKeys[newer]!))
        expect(refusal, release).toBeUndefined();
      else expect(refusal, release).toContain(`"${newer}"`);
      expect([loads, message], release).toEqual([newer === undefined, expect.any(String)]);
      if (newer === undefined) continue;
      named.set(newer, (named.get(newer) ?? 0) + 1);
      expect(message).toContain('nknown key');
      expect(refusalBy('skopeo@1.9.3', text)).toBeDefined();
    }
  });
});
