import { readMirrorPolicy } from '../../policy/read.ts';
import type { NodeAddress, NodeFacts, NodeFileState } from '../../ports.ts';
import { parseTarget } from '../../runtimes/containers/targets.ts';
import { rootUser } from '../../snapshot/snapshot.ts';
import { sourceText } from '../../text/source.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import type { Plan } from '../model.ts';
import { type PlannedNode, type PlanRequest, planNode } from '../node.ts';
import { type Survey, surveyOf } from '../states.ts';

export const machine: NodeAddress = { name: 'node-a', address: '192.0.2.10', become: 'sudo' };

export const facts: NodeFacts = {
  hostname: 'node-a',
  os: 'Debian GNU/Linux 12 (bookworm)',
  uid: 0,
  systemd: true,
  versions: { podman: 'podman version 5.4.2' },
  markers: ['/etc', '/etc/containers'],
  readOnly: [],
};

/** A node's files: path -> text. A path with an arrow (`/etc/a -> /opt/a`) is a link to a file there. */
export function survey(files: Readonly<Record<string, string>>, missing: readonly string[] = []): Survey {
  const states = Object.entries(files).map(([key, text]): NodeFileState => {
    const [path, realPath = path] = key.split(' -> ') as [string, string?];
    return { path, realPath, kind: 'file', content: encodeUtf8(text), mode: 0o644, uid: 0, gid: 0 };
  });
  const none = missing.map((path): NodeFileState => ({ path, realPath: path, kind: 'missing' }));
  return surveyOf([...states, ...none], rootUser);
}

export function policyOf(text: string): PlanRequest['wanted'] {
  return { kind: 'policy', policy: readMirrorPolicy('mirror-policy.yaml', sourceText(text)) };
}

export const mirrored: PlanRequest['wanted'] = policyOf(
  'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example/hub\n',
);

export function given(files: Readonly<Record<string, string>>): PlanRequest['wanted'] {
  return { kind: 'files', files: Object.entries(files).map(([path, text]) => ({ path, text })) };
}

/** Plans for one node that runs podman 5.4. */
export function planned(request: Partial<PlanRequest>): PlannedNode {
  const target = parseTarget('podman@5.4');
  if (!target.ok) throw new Error(target.message);
  return planNode({
    machine,
    facts,
    survey: survey({}),
    wanted: mirrored,
    targets: [target.target],
    allowPaths: [],
    ...request,
  });
}

export function planOf(...nodes: readonly PlannedNode[]): Plan {
  return { version: 1, nodes: nodes.map(({ node }) => node) };
}
