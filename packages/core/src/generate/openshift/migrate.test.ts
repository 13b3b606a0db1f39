import { describe, expect, it } from 'vitest';
import { readOpenShift, readResources } from '../../dialects/openshift/read.ts';
import { parseRelease } from '../../runtimes/openshift/releases.ts';
import { renderNodeFiles } from '../../runtimes/openshift/render.ts';
import { sourceText } from '../../text/source.ts';
import { migrateMirrorSets } from './migrate.ts';
import type { GeneratedResources } from './resources.ts';

function migrate(text: string, { release = '4.16', tags = false } = {}): GeneratedResources {
  const document = readOpenShift('given.yaml', sourceText(text));
  return migrateMirrorSets([document], { release: parseRelease(release)!, tags });
}

const policy = `# kept: why this mirror
apiVersion: operator.openshift.io/v1alpha1
kind: ImageContentSourcePolicy
metadata:
  name: release-mirror   # kept too
  creationTimestamp: "2024-01-01T00:00:00Z"
  generation: 3
  resourceVersion: "4711"
  uid: 4f6f2f0e
  labels:
    team: "1"
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"operator.openshift.io/v1alpha1"}
spec:
  repositoryDigestMirrors:
  - mirrors:
    - mirror.example:5000/ocp/release
    source: quay.io/openshift-release-dev/ocp-release
  - mirrors:
    - mirror.example:5000/ocp/release
    source: quay.io/openshift-release-dev/ocp-v4.0-art-dev
status: {}
`;

describe('content source policies', () => {
  it('do not bring a mirrorSourcePolicy to life, which a server drops in the old kind', () => {
    const given = policy.replace(
      '    source: quay.io/openshift-release-dev/ocp-release\n',
      (line) => `${line}    mirrorSourcePolicy: NeverContactSource\n`,
    );
    expect(given).not.toBe(policy);
    expect(migrate(given)).toEqual(migrate(policy));
    const indented = given.trimEnd().replaceAll('\n', '\n  ');
    const [file] = migrate(`apiVersion: v1\nkind: List\nitems:\n- ${indented}\n`).files;
    expect(file?.content).not.toContain('NeverContactSource');
    expect(migrate(given, { release: '4.12' }).losses).toEqual([]);
  });

  it('become digest mirror sets with their comments, name and labels, and without what the server adds', () => {
    const { files, losses } = migrate(`---\n${policy}---\napiVersion: v1\nkind: Namespace\n`);
    expect(losses).toEqual([]);
    expect(files).toEqual([
      {
        name: 'imagedigestmirrorset_release-mirror.yaml',
        content: `# kept: why this mirror
apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: release-mirror   # kept too
  labels:
    team: "1"
spec:
  imageDigestMirrors:
  - mirrors:
    - mirror.example:5000/ocp/release
    source: quay.io/openshift-release-dev/ocp-release
  - mirrors:
    - mirror.example:5000/ocp/release
    source: quay.io/openshift-release-dev/ocp-v4.0-art-dev
`,
      },
    ]);
  });

  it('in lists and JSON become the same without comments', () => {
    const items = policy.replace(/^# kept.*\n/, '').replace('   # kept too', '');
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${items.trimEnd().replaceAll('\n', '\n  ')}\n`;
    const [file] = migrate(list).files;
    const [whole] = migrate(policy).files;
    expect(file!.name).toBe(whole!.name);
    const rulesOf = (text: string) =>
      readResources(sourceText(text)).map(
        (set) =>
          'rules' in set && [
            set.kind,
            set.name?.value,
            set.rules.map(({ source, mirrors }) => [source.value, mirrors.map(({ value }) => value)]),
          ],
      );
    expect(rulesOf(file!.content)).toEqual(rulesOf(whole!.content));
    expect(file!.content).toContain('  labels:\n    team: "1"\n');
    expect(file!.content).not.toMatch(/uid|last-applied|annotations/);
  });

  it('make the nodes write the very same files', () => {
    for (const release of ['4.13', '4.16', '5.1']) {
      const after = migrate(policy, { release }).files.flatMap(({ content }) =>
        readResources(sourceText(content)),
      );
      const options = { release: parseRelease(release)! };
      expect(renderNodeFiles(after, options).files).toEqual(
        renderNodeFiles(readResources(sourceText(policy)), options).files,
      );
    }
  });

  it('get a sibling for tags on request', () => {
    const { files } = migrate(policy, { tags: true });
    expect(files.map(({ name }) => name)).toEqual([
      'imagedigestmirrorset_release-mirror.yaml',
      'imagetagmirrorset_release-mirror.yaml',
    ]);
    expect(files[1]!.content).toContain('kind: ImageTagMirrorSet\n');
    expect(files[1]!.content).toContain('  imageTagMirrors:\n');
  });

  it('of one name, or of a name that is a path, do not overwrite each other or anything else', () => {
    const hostile = policy.replace('release-mirror', '../../etc/passwd');
    const { files } = migrate(`${policy}---\n${policy}---\n${hostile}`);
    expect(files.map(({ name }) => name)).toEqual([
      'imagedigestmirrorset_release-mirror.yaml',
      'imagedigestmirrorset_release-mirror_2.yaml',
      'imagedigestmirrorset___.._etc_passwd.yaml',
    ]);
  });
});

describe('mirror sets', () => {
  const set = `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: a
spec:
  imageDigestMirrors:
  - source: quay.io
    mirrors: [m.example]
    mirrorSourcePolicy: NeverContactSource
`;

  it('of the right kind stay as they are', () => {
    expect(migrate(set).files).toEqual([]);
  });

  it('go back to content source policies before 4.13, with what that loses', () => {
    const { files, losses } = migrate(set, { release: '4.12' });
    expect(files).toEqual([
      {
        name: 'imagecontentsourcepolicy_a.yaml',
        content: `apiVersion: operator.openshift.io/v1alpha1
kind: ImageContentSourcePolicy
metadata:
  name: a
spec:
  repositoryDigestMirrors:
  - source: quay.io
    mirrors: [m.example]
`,
      },
    ]);
    expect(losses).toMatchObject([{ field: 'ImageDigestMirrorSet a' }]);
  });

  it('with faults in their text are written anew from what could be read', () => {
    const { files } = migrate(`${policy.replace('status: {}', 'status: {')}`);
    expect(files[0]!.content).toContain('kind: ImageDigestMirrorSet\n');
    expect(files[0]!.content).not.toContain('status');
  });
});
