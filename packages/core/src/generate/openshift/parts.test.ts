import { describe, expect, it } from 'vitest';
import { readResources } from '../../dialects/openshift/read.ts';
import { readMirrorPolicy } from '../../policy/read.ts';
import { parseRelease } from '../../runtimes/openshift/releases.ts';
import { renderNodeFiles } from '../../runtimes/openshift/render.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { sourceText } from '../../text/source.ts';
import { imageSetConfiguration } from './image-set.ts';
import { installConfigPart } from './install-config.ts';
import { pullSecretSkeleton } from './pull-secret.ts';
import { generateResources } from './resources.ts';

const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const policy = readMirrorPolicy(
  'mirror-policy.yaml',
  sourceText(`version: 1
upstreams:
  - registry: quay.io/openshift-release-dev
    fallback: block
    mirrors: [{location: "m.example:5000/ocp", ca: corp}]
  - registry: docker.io
    mirrors: [{location: hub.example, pull: tag}]
cas: {corp: /etc/pki/corp.pem}
`),
);
const release = (text: string) => parseRelease(text)!;
const certificates = new Map([['/etc/pki/corp.pem', pem]]);

describe('the part of install-config.yaml', () => {
  it('makes the installer set up the mirrors that the resources set up', () => {
    const { files, losses } = installConfigPart(policy, release('4.21'), { certificates });
    const [config, set] = readResources(
      sourceText(`apiVersion: v1\nbaseDomain: example.com\nplatform: {}\n${files[0]!.content}`),
    );
    expect(config).toMatchObject({ kind: 'InstallConfig', trustBundle: { value: pem } });
    const digestSets = generateResources(policy, release('4.21'))
      .files.filter(({ name }) => name === 'imagedigestmirrorset.yaml')
      .flatMap(({ content }) => readResources(sourceText(content)));
    const options = { release: release('4.21') };
    expect(renderNodeFiles([set!], options).files).toEqual(renderNodeFiles(digestSets, options).files);
    expect(losses.map(({ field }) => field)).toEqual(['upstreams[1]']);
  });

  it('has the key that the release reads, and says what the release cannot say', () => {
    expect(installConfigPart(policy, release('4.13')).files[0]!.content).toMatch(/^imageContentSources:\n/);
    const { files, losses, notes } = installConfigPart(policy, release('4.16'));
    expect(files[0]!.content).toMatch(/^imageDigestSources:\n/);
    expect(files[0]!.content).not.toContain('sourcePolicy');
    expect(losses.map(({ reason }) => reason)).toContain(
      'before 4.21 the installer cannot keep a source from being asked',
    );
    expect(notes.at(-1)).toContain('/etc/pki/corp.pem could not be read');
  });
});

describe('a pull secret', () => {
  it('names each mirror once, with its port, and holds no login', () => {
    const { files } = pullSecretSkeleton(policy);
    expect(JSON.parse(files[0]!.content)).toEqual({ auths: { 'm.example:5000': {}, 'hub.example': {} } });
  });

  it('is none without mirrors', () => {
    expect(pullSecretSkeleton(readMirrorPolicy('p', sourceText('version: 1\n'))).files).toEqual([]);
  });
});

describe('an image set', () => {
  it('copies what the mirrors of the policy serve, and nothing else', () => {
    const { files, losses, notes } = imageSetConfiguration(policy, release('4.16'), {
      operators: ['web-terminal'],
      images: ['docker.io/library/nginx:1.27', 'ghcr.io/acme/web@sha256:00', 'localhost:5000/x'],
    });
    const { root, problems } = parseYaml(sourceText(files[0]!.content));
    expect(problems).toEqual([]);
    expect(root.kind).toBe('table');
    expect(files[0]!.content).toBe(`apiVersion: mirror.openshift.io/v2alpha1
kind: ImageSetConfiguration
mirror:
  platform:
    channels:
    - name: stable-4.16
    graph: true
  additionalImages:
  - name: docker.io/library/nginx:1.27
`);
    expect(losses.map(({ field }) => field)).toEqual([
      'operators',
      'ghcr.io/acme/web@sha256:00',
      'localhost:5000/x',
    ]);
    expect(notes[0]).toContain('docker://m.example:5000');
  });
});

describe('the config map of certificates', () => {
  it('is made where the certificates can be read', () => {
    const { files, notes } = generateResources(policy, release('4.16'), { certificates });
    expect(files[0]).toEqual({
      name: 'configmap.yaml',
      content: `apiVersion: v1
kind: ConfigMap
metadata:
  name: registry-cas
  namespace: openshift-config
data:
  m.example..5000: |
    -----BEGIN CERTIFICATE-----
    AAAA
    -----END CERTIFICATE-----
`,
    });
    expect(notes).toEqual([]);
    const resources = files.flatMap(({ content }) => readResources(sourceText(content)));
    const rendered = renderNodeFiles(resources, { release: release('4.16') });
    expect([...rendered.certificates.files]).toEqual([['/etc/docker/certs.d/m.example:5000/ca.crt', pem]]);
  });
});

describe('an allow list', () => {
  it('gets what the cluster and its mirrors need, with a note for each', () => {
    const allow = readMirrorPolicy(
      'p',
      sourceText(`${policy.source.text}allowed: [docker.io, quay.io/openshift-release-dev]\n`),
    );
    const { files, notes } = generateResources(allow, release('4.16'));
    const image = files.flatMap(({ content }) => readResources(sourceText(content)))[0]!;
    expect(image.kind === 'Image' && image.allowed?.items.map(({ value }) => value)).toEqual([
      'docker.io',
      'quay.io/openshift-release-dev',
      'image-registry.openshift-image-registry.svc:5000',
      'm.example:5000',
      'hub.example',
    ]);
    expect(notes.filter((note) => note.startsWith('allowedRegistries'))).toHaveLength(3);
  });
});
