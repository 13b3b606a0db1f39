import type { MirrorSet } from '../../dialects/openshift/model.ts';
import { type Release, since, traitsOf } from '../../runtimes/openshift/releases.ts';
import { renameKey } from '../../syntax/edit/index.ts';
import { entryOf } from '../../syntax/tree.ts';
import { at, clusterOf, openshiftMeta, type Placed } from '../openshift.ts';
import type { FileEdit, Fix, Rule, RuleFinding } from '../rule.ts';

export const contentSourcePolicyDeprecated: Rule = {
  meta: openshiftMeta({
    code: 'MW810',
    name: 'content-source-policy-deprecated',
    severity: 'info',
    summary: 'ImageContentSourcePolicy is deprecated.',
    covers: ['O44', 'O45'],
  }),
  *check({ node }) {
    const { sets, release } = clusterOf(node);
    const other = sets.find(({ kind }) => kind !== 'ImageContentSourcePolicy');
    for (const set of sets) {
      if (set.kind !== 'ImageContentSourcePolicy') continue;
      if (set.installKey !== undefined) {
        yield* forInstaller(set, sets, release);
        continue;
      }
      yield at(set, set.name ?? { span: set.node.span }, {
        message: 'ImageContentSourcePolicy is deprecated: ImageDigestMirrorSet takes its place.',
        why:
          other === undefined
            ? 'It is still read, and gets no new features: it cannot forbid its source.'
            : 'It is still read beside the newer kinds; the first releases of 4.13 and 4.14 refused the two together.',
        advice: 'Make an ImageDigestMirrorSet of it; the nodes change nothing by that.',
        fixes: traitsOf(release).mirrorSets ? migration(set) : [],
      });
    }
  },
};

/** Both lists at once are refused by the installer, which is a rule of its own. */
function* forInstaller(
  set: Placed<MirrorSet>,
  sets: readonly Placed<MirrorSet>[],
  release: Release,
): Iterable<RuleFinding> {
  const { path, tree } = set.document;
  const entry = entryOf(set.node, 'imageContentSources');
  const hasBoth = sets.some(
    ({ installKey, node }) => installKey === 'imageDigestSources' && node === set.node,
  );
  if (entry === undefined || hasBoth || !since(release, [4, 14])) return;
  const edits = renameKey(tree, entry, 'imageDigestSources').map((edit) => ({ ...edit, path }));
  yield at(
    set,
    { span: entry.keySpan },
    {
      message: 'imageContentSources is deprecated: imageDigestSources takes its place from 4.14 on.',
      why: 'The installer makes an ImageContentSourcePolicy of it, and warns.',
      advice: 'Rename the key; the entries stay as they are.',
      fixes: [{ title: 'Write imageDigestSources', safety: 'safe', edits }],
    },
  );
}

/** As `oc adm migrate icsp`: another kind and another name of the list, all else as it is. */
function migration({ node, document }: Placed<MirrorSet>): readonly Fix[] {
  const { path, source } = document;
  const spec = entryOf(node, 'spec')?.value;
  const list = spec?.kind === 'table' ? entryOf(spec, 'repositoryDigestMirrors') : undefined;
  const spans = [entryOf(node, 'apiVersion')?.value.span, entryOf(node, 'kind')?.value.span, list?.keySpan];
  const texts = ['config.openshift.io/v1', 'ImageDigestMirrorSet', 'imageDigestMirrors'];
  const edits = spans.flatMap((span, index): FileEdit[] => {
    if (span === undefined) return [];
    const quote = /^["']/.exec(source.text.slice(span.start, span.end))?.[0] ?? '';
    return [{ path, span, newText: `${quote}${texts[index]}${quote}` }];
  });
  return edits.length === 3 ? [{ title: 'Make an ImageDigestMirrorSet of it', safety: 'review', edits }] : [];
}
