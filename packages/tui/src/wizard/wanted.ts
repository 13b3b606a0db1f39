import type { WriteRequest } from '@mirrorwright/io';
import { resourceFiles } from './cluster.ts';
import { derive, isForNode, nodeFiles } from './derive.ts';
import type { WizardState } from './state.ts';

/** A file that the answers come to and that is to be written. */
export interface WantedFile {
  /** On the node, or for a resource on this machine. */
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  /** What is there now; null where nothing is. */
  readonly before: string | null;
  readonly place: Required<Pick<WriteRequest, 'path' | 'root'>>;
  /** Its folder is one for resources, which may have to be made. */
  readonly ownFolder: boolean;
}

type Source = Pick<
  WizardState,
  'policy' | 'existing' | 'inFolder' | 'present' | 'root' | 'into' | 'resources'
>;

/** Files on machines, then resources of clusters. */
export function wantedFiles(state: Source): readonly WantedFile[] {
  const there = new Map(state.existing.files.map(({ path, text }) => [`/${path}`, text]));
  const onNodes = nodeFiles(state).map(
    ({ path, content, mode }): WantedFile => ({
      path,
      content,
      mode,
      before: there.get(path) ?? null,
      place: { path: path.replace(/^\/+/, ''), root: state.root },
      ownFolder: false,
    }),
  );
  const clusters = derive(state).generated.filter((generated) => !isForNode(generated));
  const resources = clusters
    .flatMap((generated) => resourceFiles(state, generated))
    .map(({ path, folder, name, content, mode, before }): WantedFile => {
      return { path, content, mode, before, place: { path: name, root: folder }, ownFolder: true };
    });
  return [...onNodes, ...resources];
}
