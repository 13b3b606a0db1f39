import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResources } from '../dialects/openshift/read.ts';
import { renderNodeFiles } from '../runtimes/openshift/render.ts';
import { parseAnyTarget } from '../runtimes/openshift/target.ts';
import { groupFiles } from '../snapshot/group.ts';
import { parseSnapshot } from '../snapshot/parse.ts';
import { sourceText } from '../text/source.ts';
import { applyFixes } from './fix.ts';
import { rules } from './registry.ts';
import type { Finding } from './rule.ts';
import { lint } from './run.ts';

const openshift = rules.filter(({ meta }) => meta.appliesTo.includes('openshift'));

function targetOf(id: string): Parameters<typeof lint>[0]['targets'][number] {
  const parsed = parseAnyTarget(id);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.target;
}

function judge(text: string, target = 'openshift@4.18'): readonly Finding[] {
  const nodes = groupFiles([{ path: 'cluster.yaml', text }]).map((node) => parseSnapshot(node));
  return lint({ nodes, targets: [targetOf(target)], rules: openshift, now: Date.UTC(2027, 0, 1) }).findings;
}

function image(lists: Readonly<Record<string, readonly string[]>>): string {
  return JSON.stringify({
    apiVersion: 'config.openshift.io/v1',
    kind: 'Image',
    metadata: { name: 'cluster' },
    spec: { additionalTrustedCA: { name: 'cas' }, registrySources: lists },
  });
}

function mirrorSet(
  kind: 'ImageDigestMirrorSet' | 'ImageTagMirrorSet' | 'ImageContentSourcePolicy',
  mirrors: readonly object[],
): string {
  const old = kind === 'ImageContentSourcePolicy';
  const list = { ImageDigestMirrorSet: 'imageDigestMirrors', ImageTagMirrorSet: 'imageTagMirrors' };
  return JSON.stringify({
    apiVersion: old ? 'operator.openshift.io/v1alpha1' : 'config.openshift.io/v1',
    kind,
    metadata: { name: 'a' },
    spec: { [old ? 'repositoryDigestMirrors' : list[kind]]: mirrors },
  });
}

function certificates(data: Readonly<Record<string, string>>): string {
  const metadata = { name: 'cas', namespace: 'openshift-config' };
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
}

function stream(...documents: readonly string[]): string {
  return documents.join('\n---\n');
}

const version = JSON.stringify({
  apiVersion: 'config.openshift.io/v1',
  kind: 'ClusterVersion',
  metadata: { name: 'version' },
  status: { desired: { image: `quay.io/openshift-release-dev/ocp-release@sha256:${'0'.repeat(64)}` } },
});

const place = fc.constantFrom(
  'quay.io',
  'quay.io/',
  'quay.io/openshift-release-dev',
  'quay.io/openshift-release-dev/ocp-release',
  'registry.redhat.io',
  '*.lab.example',
  '*lab.example',
  'mirror.lab.example',
  'mirror.lab.example:5000',
  'mirror.lab.example/a/b/c',
  'ghcr.io/acme',
  'ghcr.io/Acme',
  'ghcr.io/acme/web:1',
  'http://mirror.lab.example',
  ' ghcr.io',
  '',
  '__proto__',
);
const list = fc.array(place, { maxLength: 3 });
const rule = fc.record(
  {
    source: place,
    mirrors: list,
    mirrorSourcePolicy: fc.constantFrom('NeverContactSource', 'AllowContactingSource', 'Never'),
  },
  { requiredKeys: ['source'] },
);
const sets = fc.array(
  fc.tuple(
    fc.constantFrom('ImageDigestMirrorSet', 'ImageTagMirrorSet', 'ImageContentSourcePolicy' as const),
    fc.array(rule, { maxLength: 3 }),
  ),
  { maxLength: 3 },
);
const cluster = fc
  .tuple(
    fc.dictionary(
      fc.constantFrom(
        'insecureRegistries',
        'blockedRegistries',
        'allowedRegistries',
        'containerRuntimeSearchRegistries',
      ),
      list,
    ),
    sets,
    fc.boolean(),
  )
  .map(([lists, kinds, versioned]) =>
    stream(
      image(lists),
      ...kinds.map(([kind, mirrors]) => mirrorSet(kind, mirrors)),
      ...(versioned ? [version] : []),
    ),
  );
const targets = fc.constantFrom('openshift@4.12', 'openshift@4.14', 'openshift@4.16', 'openshift@4.23');

describe('any resources', () => {
  it('have a fatal finding exactly when the operator makes no files of them or the nodes refuse those', () => {
    fc.assert(
      fc.property(cluster, targets, (text, target) => {
        const { error, nodeError } = renderNodeFiles(readResources(sourceText(text)), {
          release: targetOf(target).openshift!,
        });
        const fatal = judge(text, target).some((finding) => finding.fatal);
        expect(fatal, `${error} ${nodeError}`).toBe(error !== undefined || nodeError !== undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('have findings whose places lie in their file', () => {
    fc.assert(
      fc.property(cluster, targets, (text, target) => {
        for (const { span, related } of judge(text, target)) {
          for (const { start, end } of [span, ...related.map(({ origin }) => origin.span)]) {
            expect(start).toBeLessThanOrEqual(end);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('can be fixed, and then there is nothing left to fix', () => {
    fc.assert(
      fc.property(cluster, targets, (text, target) => {
        const options = { targets: [targetOf(target)], rules: openshift, level: 'review' as const };
        const once = applyFixes({ ...options, nodes: groupFiles([{ path: 'c.yaml', text }]) });
        expect(applyFixes({ ...options, nodes: once.nodes }).applied).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('have the same findings in whatever order their documents stand', () => {
    const said = (text: string): readonly string[] =>
      judge(text)
        .map(({ code, message }) => `${code} ${message}`)
        .sort();
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), list, (mirrors, insecureRegistries) => {
        const parts = [image({ insecureRegistries }), mirrorSet('ImageDigestMirrorSet', mirrors), version];
        expect(said(stream(...parts))).toEqual(said(stream(...parts.toReversed())));
      }),
      { numRuns: 100 },
    );
  });
});

describe('hostile resources', () => {
  const long = `a.example/${'x/'.repeat(50_000)}x`;
  const dotted = `${'a.'.repeat(50_000)}example`;
  const lists = (entries: readonly string[]): string =>
    image({
      insecureRegistries: entries,
      allowedRegistries: entries,
      containerRuntimeSearchRegistries: entries,
    });

  it.each([
    [
      'entries of a hundred thousand characters',
      stream(lists([long, dotted, `*.${dotted}`, `${long}:${long}`])),
    ],
    [
      'sources and mirrors of a hundred thousand characters',
      mirrorSet('ImageContentSourcePolicy', [
        { source: long, mirrors: [dotted, long] },
        { source: dotted, mirrors: ['a-'.repeat(50_000), '_'.repeat(100_000), ':'.repeat(100_000)] },
      ]),
    ],
    ['five thousand ports of one host', lists(Array.from({ length: 5_000 }, (_, at) => `a.example:${at}`))],
    [
      'five thousand rules below each other',
      stream(
        image({ insecureRegistries: ['a.example'] }),
        mirrorSet(
          'ImageDigestMirrorSet',
          Array.from({ length: 5_000 }, (_, at) => ({
            source: `a.example/${at}/x`,
            mirrors: [`m.example/${at}`],
          })),
        ),
      ),
    ],
    [
      'certificates of a megabyte of garbage',
      stream(
        image({}),
        certificates({
          'a..1': '-----BEGIN CERTIFICATE-----'.repeat(40_000),
          'b..2': 'MII'.repeat(333_333),
          'c..3': `-----BEGIN CERTIFICATE-----${'MIIB'.repeat(250_000)}-----END CERTIFICATE-----`,
          [`${'.'.repeat(100_000)}5`]: '-----END CERTIFICATE-----',
        }),
      ),
    ],
    [
      'a pull secret of a megabyte',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'pull-secret', namespace: 'openshift-config' },
        data: { '.dockerconfigjson': 'e'.repeat(1_000_000) },
      }),
    ],
    [
      'keys that every object has',
      stream(
        '{"apiVersion":"config.openshift.io/v1","kind":"Image","__proto__":{"a":1},"metadata":{"name":"cluster","constructor":{}},"spec":{"registrySources":{"__proto__":["a"],"allowedRegistries":["__proto__","constructor"]}}}',
        certificates({ toString: 'x', constructor: 'y' }),
      ),
    ],
  ])('are judged: %s', (_, text) => {
    const findings = judge(text);
    for (const { message, why } of findings) expect(message.length + why.length).toBeLessThan(5000);
  });

  it('never show a login, whatever is wrong beside it', () => {
    const auth = 'bGFiOnRoZXNlY3JldA==';
    const text = stream(
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'pull-secret', namespace: 'openshift-config' },
        stringData: { '.dockerconfigjson': JSON.stringify({ auths: { 'quay.io': { auth } } }) },
      }),
      mirrorSet('ImageDigestMirrorSet', [{ source: 'quay.io/acme', mirrors: ['m.example/acme'] }]),
    );
    const findings = judge(text);
    expect(findings.map(({ code }) => code)).toContain('MW842');
    expect(JSON.stringify(findings)).not.toContain(auth);
    const secret = text.indexOf(auth);
    for (const { span, related } of findings)
      for (const { start, end } of [span, ...related.map(({ origin }) => origin.span)])
        expect(secret >= start && secret < end).toBe(false);
  });
});
