import { parseAnyTarget, type Target } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { addressOf, partsOf } from './address.ts';
import { compareTargets } from './compare.ts';
import { previewNode } from './preview.ts';
import { hasNews, summaryOf } from './summary.ts';

function target(text: string): Target {
  const result = parseAnyTarget(text);
  if (!result.ok) throw new Error(result.message);
  return result.target;
}

const policy = {
  path: 'mirror-policy.yaml',
  text: 'version: 1\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: m.corp.example}]\n',
};

const digestSet = {
  path: 'idms.yaml',
  text: `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: m
spec:
  imageDigestMirrors:
    - source: quay.io/acme
      mirrors: [m.corp.example/acme]
`,
};

const dropIn = 'etc/containers/registries.conf.d/50-mirrors.conf';

describe('the preview of a mirror policy', () => {
  it('edits the file that is there, and keeps what it does not mean to touch', () => {
    const current = [{ path: dropIn, text: '# kept\n[[registry]]\nlocation = "quay.io"\n' }];
    const { changed, problems } = previewNode({ files: [policy], target: target('podman@5.8'), current });
    expect(problems).toEqual([]);
    expect(changed.map(({ path }) => path)).toEqual([`/${dropIn}`]);
    expect(changed[0]!.current).toBe(current[0]!.text);
    expect(changed[0]!.planned).toContain('# kept\n');
    expect(changed[0]!.planned).toContain('m.corp.example');
  });

  it('has nothing to show where the node says it already', () => {
    const first = previewNode({ files: [policy], target: target('podman@5.8'), current: undefined });
    const current = first.changed.map(({ path, planned }) => ({ path: path.slice(1), text: planned! }));
    const again = previewNode({ files: [policy], target: target('podman@5.8'), current });
    expect(again.changed).toEqual([]);
    expect(again.unchanged).toHaveLength(1);
    expect(summaryOf(again, 'folder ws')).toContain('1 more stays as it is');
  });

  it('plans nothing of a policy that could not be read as a whole, and names the line', () => {
    const broken = { ...policy, text: 'version: 1\nupstreams: [{registry: [}]\n' };
    const { changed, problems } = previewNode({ files: [broken], target: target('podman@5.8'), current: [] });
    expect(changed).toEqual([]);
    expect(problems.join()).toMatch(/^mirror-policy\.yaml:2 /);
  });

  it('shows the resources to apply and what nodes get of them, for a release of OpenShift', () => {
    const made = previewNode({ files: [policy], target: target('openshift@4.16'), current: undefined });
    const paths = made.changed.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith('/cluster-resources/')).length).toBeGreaterThan(0);
    expect(paths).toContain('/etc/containers/registries.conf');
    expect(made.notes.join('\n')).toMatch(/registries\.conf: the nodes are drained|CRI-O is reloaded/);
  });
});

describe('the preview of resources', () => {
  it('renders them for a release', () => {
    const { changed } = previewNode({ files: [digestSet], target: target('openshift@4.16'), current: [] });
    const file = changed.find(({ path }) => path === '/etc/containers/registries.conf')!;
    expect(file.planned).toContain('m.corp.example/acme');
    // what every node has before
    expect(file.current).toContain('unqualified-search-registries');
  });

  it('says that a release is needed for any other target', () => {
    const made = previewNode({ files: [digestSet], target: target('podman@5.8'), current: [] });
    expect(made.problems.join()).toContain('choose one of its releases');
    expect(hasNews(made)).toBe(true);
  });

  it('tells why a sync fails', () => {
    const both = digestSet.text
      .replace('m.corp.example/acme]', 'm.corp.example/acme]\n      mirrorSourcePolicy: NeverContactSource')
      .concat(
        '    - source: quay.io/acme\n      mirrors: [n.corp.example/acme]\n      mirrorSourcePolicy: AllowContactingSource\n',
      );
    const made = previewNode({
      files: [{ ...digestSet, text: both }],
      target: target('openshift@4.16'),
      current: [],
    });
    expect(made.problems.join()).toContain('the sync fails');
  });
});

describe('two targets side by side', () => {
  it('has the files of both, with nothing where one has none', () => {
    const { files } = compareTargets([policy], target('podman@5.8'), target('openshift@4.16'));
    const byPath = new Map(files.map((file) => [file.path, file]));
    expect(byPath.get(`/${dropIn}`)).toMatchObject({ right: undefined });
    expect(byPath.get('/etc/containers/registries.conf')).toMatchObject({ left: undefined });
  });
});

describe('addresses of previews', () => {
  const address = {
    source: 'file:///a%20b/mirror-policy.yaml?x#y',
    target: 'podman@5.8',
    side: 'planned',
    path: `/${dropIn}`,
  } as const;

  it('come back as they were', () => {
    expect(addressOf(partsOf(address))).toEqual(address);
    expect(addressOf(partsOf({ ...address, root: '' }))).toEqual({ ...address, root: '' });
  });

  it.each([
    ['no query', { ...partsOf(address), query: '' }],
    ['another side', { ...partsOf(address), query: '{"source":"a","side":"x"}' }],
    ['no object', { ...partsOf(address), query: 'null' }],
    ['no target', { ...partsOf(address), authority: '' }],
  ])('are refused with %s', (_, parts) => {
    expect(addressOf(parts)).toBeUndefined();
  });
});
