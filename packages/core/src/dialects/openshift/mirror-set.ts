import type { TableNode } from '../../syntax/tree.ts';
import type { MirrorRule, MirrorSet, MirrorSetKind, Resource } from './model.ts';
import { listAt, tableAt, tablesAt, textAt } from './values.ts';

/** The list of rules of each kind of mirror set. */
export const ruleLists: Readonly<Record<MirrorSetKind, string>> = {
  ImageContentSourcePolicy: 'repositoryDigestMirrors',
  ImageDigestMirrorSet: 'imageDigestMirrors',
  ImageTagMirrorSet: 'imageTagMirrors',
};

export function isMirrorSet(kind: string): kind is MirrorSetKind {
  return Object.hasOwn(ruleLists, kind);
}

export function mirrorSet(
  common: Pick<Resource, 'apiVersion' | 'node' | 'name' | 'namespace'>,
  kind: MirrorSetKind,
): MirrorSet {
  const spec = tableAt(common.node, 'spec');
  // the old kind has no such key: the API server drops it
  const policyKey = kind === 'ImageContentSourcePolicy' ? undefined : 'mirrorSourcePolicy';
  return { ...common, kind, rules: rulesAt(spec, ruleLists[kind], policyKey) };
}

/** The rules of a list. */
export function rulesAt(
  node: TableNode | undefined,
  list: string,
  policyKey?: 'mirrorSourcePolicy' | 'sourcePolicy',
): readonly MirrorRule[] {
  return tablesAt(node, list).map((item): MirrorRule => {
    const policy = policyKey === undefined ? undefined : textAt(item, policyKey);
    return {
      source: textAt(item, 'source') ?? { value: '', span: item.span },
      mirrors: listAt(item, 'mirrors')?.items ?? [],
      span: item.span,
      ...(policy !== undefined && { policy }),
    };
  });
}
