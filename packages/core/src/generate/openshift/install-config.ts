import type { Parsed } from '../../dialects/document.ts';
import type { Loss } from '../../model/node-file.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { type Release, since } from '../../runtimes/openshift/releases.ts';
import { intentOf } from '../intent.ts';
import { trustOf } from './authorities.ts';
import { entriesFor } from './mirror-entries.ts';
import type { GeneratedResources, ResourceOptions } from './resources.ts';
import { ruleLines } from './yaml.ts';

/**
 * The part of install-config.yaml that a mirror policy comes to: mirrors for digests under the key that the release
 * reads, and the authorities of all of them as one bundle. Source: openshift/installer `pkg/types/installconfig.go`.
 */
export function installConfigPart(
  policy: Parsed<MirrorPolicy>,
  release: Release,
  { certificates = new Map() }: ResourceOptions = {},
): GeneratedResources {
  const losses: Loss[] = [];
  const lose = (field: string, reason: string): void => {
    losses.push({ field, dialect: 'install-config', reason });
  };
  const { registries } = intentOf(policy.model);
  const byDigest = entriesFor('digest', registries);
  const digests = new Set(byDigest.map(({ field }) => field));
  for (const { field } of entriesFor('tag', registries))
    if (!digests.has(field)) lose(field, 'the installer knows mirrors for digests only');
  const saysPolicy = since(release, [4, 21]);
  if (!saysPolicy)
    for (const { field, never } of byDigest)
      if (never) lose(field, 'before 4.21 the installer cannot keep a source from being asked');
  const key = since(release, [4, 14]) ? 'imageDigestSources' : 'imageContentSources';
  const { entries, missing } = trustOf(policy.model, certificates);
  const bundle = [...new Set(entries.map(({ pem }) => pem.trim()))];
  const lines = [
    ...(byDigest.length === 0
      ? []
      : [`${key}:`, ...ruleLines(byDigest, saysPolicy ? 'sourcePolicy' : undefined)]),
    ...(bundle.length === 0
      ? []
      : [
          'additionalTrustBundle: |',
          ...bundle.flatMap((pem) => pem.split(/\r?\n/)).map((line) => `  ${line.trim()}`),
        ]),
  ];
  return {
    files: lines.length === 0 ? [] : [{ name: 'install-config-part.yaml', content: `${lines.join('\n')}\n` }],
    losses,
    notes: [
      'Copy these keys into install-config.yaml; the installer makes the mirror set of the cluster of them.',
      ...missing.map(
        ({ host, path }) =>
          `additionalTrustBundle needs the certificate of ${host}: ${path} could not be read here`,
      ),
    ],
  };
}
