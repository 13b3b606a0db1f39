import type { Parsed } from '../../dialects/document.ts';
import { readResources } from '../../dialects/openshift/read.ts';
import type { Target } from '../../model/target.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import type { Release } from '../../runtimes/openshift/releases.ts';
import { type Rendered, renderNodeFiles } from '../../runtimes/openshift/render.ts';
import { sourceText } from '../../text/source.ts';
import type { Generated, GenerateProblem } from '../generated.ts';
import { generateResources, type ResourceOptions } from './resources.ts';

/** Makes the resources of a release, and with them the files that its operator writes to the nodes. */
export function generateCluster(
  policy: Parsed<MirrorPolicy>,
  { id }: Pick<Target, 'id'>,
  release: Release,
  options: ResourceOptions = {},
): Generated {
  const { files, losses, notes } = generateResources(policy, release, options);
  const resources = files.flatMap(({ content }) => readResources(sourceText(content)));
  const rendered = renderNodeFiles(resources, { release });
  return {
    target: id,
    files: files.map(({ name, content }) => ({
      path: name,
      content,
      mode: 0o644,
      change: 'new',
      edits: [],
    })),
    losses,
    notes: notes.map((text) => ({ field: '', text })),
    problems: problemsOf(rendered, id, policy.path),
    rendered,
  };
}

/** Resources that would not reach the nodes, or that nodes would refuse. */
function problemsOf({ error, nodeError }: Rendered, id: string, path: string): readonly GenerateProblem[] {
  const sync = `${id}: the sync fails and the nodes keep what they have: ${error}`;
  const load = `${id}: the files are written, and the nodes refuse them: ${nodeError}`;
  if (error !== undefined) return [{ path, message: sync }];
  return nodeError === undefined ? [] : [{ path, message: load }];
}
