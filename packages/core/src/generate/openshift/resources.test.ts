import { describe, expect, it } from 'vitest';
import { explain } from '../../explain/explain.ts';
import { explainCluster } from '../../explain/explain-cluster.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { readMirrorPolicy } from '../../policy/read.ts';
import { parseRelease } from '../../runtimes/openshift/releases.ts';
import { parseAnyTarget } from '../../runtimes/openshift/target.ts';
import { createNode, parseSnapshot } from '../../snapshot/parse.ts';
import { rootUser, type Snapshot } from '../../snapshot/snapshot.ts';
import { targetNamed } from '../../testing/node.ts';
import { sourceText } from '../../text/source.ts';
import { convert } from '../convert.ts';
import { generate } from '../generate.ts';
import { type GeneratedResources, generateResources } from './resources.ts';

const digest = `sha256:${'0'.repeat(64)}`;

function policyOf(text: string): ReturnType<typeof readMirrorPolicy> {
  return readMirrorPolicy('mirror-policy.yaml', sourceText(`version: 1\n${text}`));
}

function resources(text: string, release = '4.16'): GeneratedResources {
  return generateResources(policyOf(text), parseRelease(release)!);
}

function snapshot(files: Snapshot['files'], rooted: boolean): Snapshot {
  return { files, rooted, user: rootUser, unreadable: [] };
}

/** What is asked, in order, with how it is reached. */
function asked({ candidates, verdict }: Explanation): unknown {
  const tried = candidates.filter(({ order, blockedBy }) => order !== null && blockedBy === undefined);
  return { verdict, tried: tried.map(({ reference, insecure }) => [reference, insecure]) };
}

const policies = [
  'upstreams:\n  - registry: docker.io\n    mirrors:\n      - {location: cache.corp.example/hub}\n      - {location: "10.0.0.5:5000", insecure: true}\n',
  'upstreams:\n  - registry: quay.io\n    fallback: block\n    mirrors:\n      - {location: a.example, pull: digest}\n      - {location: b.example, pull: tag}\n',
  'upstreams:\n  - registry: quay.io/acme\n    mirrors: [{location: harbor.corp.example, style: harbor, project: acme}]\ninsecure: [registry.lab.example]\nblocked: [docker.io]\n',
  'upstreams:\n  - registry: quay.io\n    location: registry.corp.example/quay\n    mirrors: [{location: near.example/q}]\n',
];

describe('resources made of a mirror policy', () => {
  it.each(policies)('make nodes pull as the files of CRI-O made of it do: %j', (text) => {
    const policy = policyOf(text);
    const crio = targetNamed('cri-o@1.29');
    const direct = generate(policy, crio, snapshot([], true));
    const files = direct.files.map(({ path, content }) => ({ path: path.slice(1), text: content }));
    const node = createNode(parseSnapshot(snapshot(files, true)), crio);
    const made = resources(text);
    expect(made.losses).toEqual([]);
    const target = parseAnyTarget('openshift@4.16');
    if (!target.ok) throw new Error(target.message);
    const given = made.files.map(({ name, content }) => ({ path: name, text: content }));
    const cluster = parseSnapshot(snapshot(given, false));
    for (const name of ['docker.io/library/nginx', 'quay.io/acme/web', 'registry.lab.example/x']) {
      for (const suffix of [':1', `@${digest}`]) {
        const { explanation, rendered } = explainCluster(cluster, target.target, name + suffix)!;
        expect(rendered.nodeError).toBeUndefined();
        const expected = asked(explain(node, name + suffix));
        // a redirect keeps its source blocked here, and knows no source there
        expect(asked(explanation!), name + suffix).toEqual(expected);
      }
    }
  });

  it('say what no resource can say', () => {
    const { losses } = resources('aliases: {web: quay.io/acme/web}\nshortNames: enforcing\nupstreams: []\n');
    expect(losses.map(({ field }) => field)).toEqual(['aliases', 'shortNames']);
  });

  it('are of the older kind before 4.13, which serves digests only', () => {
    const { files, losses } = resources(policies[0]!, '4.12');
    expect(files.map(({ name }) => name)).toEqual(['image.yaml', 'imagecontentsourcepolicy.yaml']);
    expect(losses[0]!.reason).toContain('digests only');
  });

  it('name the certificates to be installed, with ports as keys can hold them', () => {
    const { files, notes } = resources(
      'upstreams:\n  - registry: quay.io\n    mirrors: [{location: "m.example:5000/q", ca: corp}]\ncas: {corp: /etc/pki/corp.pem}\n',
    );
    expect(files[0]!.content).toContain('additionalTrustedCA:\n    name: registry-cas\n');
    expect(notes[0]).toContain('--from-file=m.example..5000=/etc/pki/corp.pem');
  });

  it('keep an allow list alone, as the API wants it', () => {
    const { files, losses } = resources('allowed: [quay.io]\nblocked: [docker.io, quay.io/bad]\n');
    expect(files[0]!.content).not.toContain('blockedRegistries');
    expect(losses).toMatchObject([{ field: 'blocked[1]' }]);
  });

  it('come back as a policy that says the same', () => {
    const target = parseAnyTarget('openshift@4.16');
    if (!target.ok) throw new Error(target.message);
    for (const text of [
      ...policies.slice(0, 3),
      'allowed: [image-registry.openshift-image-registry.svc:5000, quay.io]\n',
      'search: [quay.io]\nupstreams: []\n',
    ]) {
      const given = resources(text).files.map(({ name, content }) => ({ path: name, text: content }));
      const parsed = parseSnapshot(snapshot(given, false));
      const back = convert(parsed, { from: target.target, to: { kind: 'mirror-policy' } });
      expect(back.problems).toEqual([]);
      expect(back.losses).toEqual([]);
      expect(back.files[0]!.content).toMatch(/targets: \[openshift@4\.16\]/);
      const again = resources(back.files[0]!.content.replace(/^version: 1\n/m, ''));
      const first = resources(text);
      expect(again.losses).toEqual(first.losses);
      // the lists of the image configuration have no order
      const lines = ({ name, content }: (typeof first.files)[number]) =>
        name === 'image.yaml' ? content.split('\n').toSorted() : content;
      expect(again.files.map(lines)).toEqual(first.files.map(lines));
    }
  });

  it('are not taken for the files of another program', () => {
    const given = [{ path: 'image.yaml', text: resources(policies[0]!).files[0]!.content }];
    const parsed = parseSnapshot(snapshot(given, false));
    const { problems } = convert(parsed, { from: targetNamed('podman@5.8'), to: { kind: 'mirror-policy' } });
    expect(problems[0]?.message).toContain('--target openshift@4.16');
  });
});
