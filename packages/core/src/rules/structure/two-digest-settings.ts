import type { RegistryTable } from '../../dialects/registries-conf/model.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import { removeEntry } from '../../syntax/edit/index.ts';
import { entryOf } from '../../syntax/tree.ts';
import { fatalFindings, refusal } from '../load-errors.ts';
import { mirrorHolding } from '../registries-conf.ts';
import type { Fix, Rule } from '../rule.ts';

export const twoDigestSettings: Rule = {
  meta: {
    code: 'MW105',
    name: 'two-digest-settings',
    family: 'structure',
    severity: 'error',
    summary: 'mirror-by-digest-only and pull-from-mirror are set for the same registry.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B7'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B7'], ({ value, origin }, document) => ({
      message: `pull-from-mirror = ${JSON.stringify(value)} stands beside mirror-by-digest-only = true of its registry.`,
      why: `The two say the same thing twice or contradict each other. ${refusal(context)}`,
      advice: 'Keep one: mirror-by-digest-only for all mirrors, or pull-from-mirror for each.',
      fixes:
        document === undefined || value !== 'digest-only'
          ? []
          : removal(document, mirrorHolding(document, origin.span)),
    })),
};

/** `digest-only` beside the same for the whole registry says nothing new. */
function removal(
  { path, tree }: RegistriesDocument,
  mirror: RegistryTable['mirrors'][number] | undefined,
): readonly Fix[] {
  const entry = entryOf(mirror?.node, 'pull-from-mirror');
  if (mirror === undefined || entry === undefined) return [];
  const edits = removeEntry(tree, mirror.node, entry).map((edit) => ({ path, ...edit }));
  return [{ title: 'Remove it: mirror-by-digest-only already says so', safety: 'safe', edits }];
}
