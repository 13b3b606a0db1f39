import { describe, expect, it } from 'vitest';
import { folderWith, mirrorwright } from '../testing/run.ts';

const login = 'bGFiOnRoZXNlY3JldA==';

const files = {
  'config/image.yaml': `apiVersion: config.openshift.io/v1
kind: Image
metadata:
  name: cluster
spec:
  additionalTrustedCA:
    name: registry-cas
  registrySources:
    allowedRegistries: [quay.io, registry.redhat.io, "image-registry.openshift-image-registry.svc:5000"]
    insecureRegistries: [registry.lab.example]
`,
  'config/ca.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: registry-cas
  namespace: openshift-config
data:
  mirror.lab.example..8443: |
    -----BEGIN CERTIFICATE-----
    MIIBSjCB8aADAgECAgEBMAoGCCqGSM49BAMCMBUxEzARBgNVBAMMCk9sZCBMYWIg
    Q0EwHhcNMjAwMTAxMDAwMDAwWhcNMjQwMTAxMDAwMDAwWjAVMRMwEQYDVQQDDApP
    bGQgTGFiIENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAET1HBKj04qXap4bk+
    uAtNqgFBioORijSVbTeRcaUo1dFfJ1uS5hcz7Y3GqTcqdslt7jz4a3A86GjszJDh
    9jNGoqMyMDAwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQU7JbfYPaekPc/Wla0
    xxxN5RU95fowCgYIKoZIzj0EAwIDSAAwRQIhAOXNH6Ztpd2pJ9u/AJsy7atbLLyd
    fXg6AHMRJgPsp3S6AiAK8k59OL83V0qr5OOpOrHs7rp2tPPqyx9Enp5KbfMj2g==
    -----END CERTIFICATE-----
`,
  'config/secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: pull-secret
  namespace: openshift-config
stringData:
  .dockerconfigjson: '{"auths":{"quay.io":{"auth":"${login}"}}}'
`,
  'oc-mirror/cluster-resources/idms-oc-mirror.yaml': `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: idms-release-0
spec:
  imageDigestMirrors:
  - source: quay.io/openshift-release-dev/ocp-release
    mirrors: ["mirror.lab.example:8443/openshift/release-images"]
`,
  'web/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - {name: web, image: "ghcr.io/acme/web:1.4"}
`,
};

const formats = ['text', 'json', 'jsonl', 'sarif', 'junit', 'checkstyle', 'github', 'gitlab'];

describe('lint of a folder of resources', () => {
  it('judges them together, by the clock of the machine too', async () => {
    const cwd = folderWith(files);
    const { code, stdout } = await mirrorwright(['lint', '.', '--format', 'json'], { cwd });
    expect(code).toBe(1);
    const codes: readonly string[] = JSON.parse(stdout).findings.map((found: { code: string }) => found.code);
    expect(codes).toEqual(expect.arrayContaining(['MW804', 'MW831', 'MW832', 'MW842', 'MW848']));
  });

  it.each(formats)('shows no login in %s', async (format) => {
    const broken = { ...files, 'config/secret.yaml': `${files['config/secret.yaml']}type: [\n` };
    const cwd = folderWith(broken);
    const { stdout, stderr } = await mirrorwright(['lint', '.', '--format', format], { cwd });
    expect(stdout).toContain('MW858');
    expect(stdout + stderr).not.toContain(login);
  });

  it('shows no login in the diff of a fix beside it', async () => {
    const cwd = folderWith({
      'install-config.yaml': `baseDomain: lab.example
platform: {none: {}}
pullSecret: '{"auths":{"quay.io":{"auth":"${login}"}}}'
imageContentSources:
- source: quay.io/acme
  mirrors: [mirror.lab.example/acme]
`,
    });
    const { stdout } = await mirrorwright(['fix', '.', '--diff', '--target', 'openshift@4.18'], { cwd });
    expect(stdout).toContain('+imageDigestSources:');
    expect(stdout).toContain('pullSecret:');
    expect(stdout).not.toContain(login);
  });
});
