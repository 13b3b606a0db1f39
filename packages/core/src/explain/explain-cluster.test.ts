import { describe, expect, it } from 'vitest';
import { parseAnyTarget } from '../runtimes/openshift/target.ts';
import { parseSnapshot } from '../snapshot/parse.ts';
import { rootUser } from '../snapshot/snapshot.ts';
import { type ClusterExplanation, explainCluster } from './explain-cluster.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const mirrors =
  'apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata: {name: quay}\nspec:\n  imageDigestMirrors:\n  - source: quay.io\n    mirrors: [cache.corp.example/quay]\n';

function explained(text: string, release: string, input: string): ClusterExplanation | undefined {
  const target = parseAnyTarget(release);
  if (!target.ok) throw new Error(target.message);
  const files = [{ path: 'idms.yaml', text }];
  const parsed = parseSnapshot({ files, rooted: false, user: rootUser, unreadable: [] });
  return explainCluster(parsed, target.target, input);
}

describe('a pull on a cluster is explained', () => {
  it('by the file that the operator writes, and the entry it comes from', () => {
    const { explanation } = explained(mirrors, 'openshift@4.16', `quay.io/acme/web@${digest}`)!;
    expect(explanation?.candidates.map(({ reference }) => reference)).toEqual([
      `cache.corp.example/quay/acme/web@${digest}`,
      `quay.io/acme/web@${digest}`,
    ]);
    expect(explanation?.trace.at(-1)).toMatchObject({
      text: 'quay.io is a source of ImageDigestMirrorSet quay',
      origin: { path: 'idms.yaml' },
    });
  });

  it('by tag, for which mirrors for digests are not asked', () => {
    const { explanation } = explained(mirrors, 'openshift@4.16', 'quay.io/acme/web:1')!;
    expect(explanation?.candidates.map(({ order }) => order)).toEqual([null, 1]);
  });

  it('by what every node has, where the release does not read the resource', () => {
    const { explanation, rendered } = explained(mirrors, 'openshift@4.12', `quay.io/acme/web@${digest}`)!;
    expect(rendered.ignored).toHaveLength(1);
    expect(explanation?.candidates).toHaveLength(1);
  });

  it('not at all where the operator stops', () => {
    const { explanation, rendered } = explained(
      mirrors.replace('quay.io', 'quay.io:tag'),
      'openshift@4.18',
      'a',
    )!;
    expect(explanation).toBeUndefined();
    expect(rendered.error).toContain('invalid format for source');
  });

  it('for other targets by their own files', () => {
    expect(explained(mirrors, 'podman@5.8', 'quay.io/a')).toBeUndefined();
  });
});
