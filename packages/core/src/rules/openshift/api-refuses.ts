import type { MirrorSet } from '../../dialects/openshift/model.ts';
import { tableAt, textAt } from '../../dialects/openshift/values.ts';
import { since } from '../../runtimes/openshift/releases.ts';
import { isMirror, isSource } from '../../runtimes/openshift/scopes.ts';
import {
  at,
  type Cluster,
  clusterOf,
  listKeys,
  openshiftMeta,
  type Placed,
  removeItemFix,
  replaceFix,
} from '../openshift.ts';
import { plainFix } from '../openshift-faults.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const apiRefuses: Rule = {
  meta: openshiftMeta({
    code: 'MW856',
    name: 'api-refuses',
    severity: 'error',
    summary: 'The API refuses the resource: a value, a list or its length is not what the schema allows.',
    covers: ['O21', 'O22', 'O73', 'O84'],
    cites: [
      'https://github.com/openshift/api/blob/master/config/v1/types_image.go',
      'https://github.com/openshift/api/blob/master/config/v1/types_image_digest_mirror_set.go',
      'https://github.com/openshift/api/blob/master/config/v1/types_image_tag_mirror_set.go',
    ],
  }),
  *check({ node }) {
    const cluster = clusterOf(node);
    yield* imageFaults(cluster);
    for (const set of cluster.sets) {
      if (set.kind !== 'ImageContentSourcePolicy' && set.installKey === undefined) yield* setFaults(set);
    }
  },
};

const refused = 'The API refuses the resource when it is applied.';
const longestList = 1024;
const longestEntry = 256;
const importModes = ['', 'Legacy', 'PreserveOriginal'];

function* imageFaults({ image, release }: Cluster): Iterable<RuleFinding> {
  if (image === undefined) return;
  if (image.search?.items.length === 0)
    yield at(
      image,
      { span: image.search.keySpan },
      {
        message: `${listKeys.search} is empty.`,
        why: `${refused} The list has one entry at least where it is there.`,
        advice: 'Remove the key, or name a registry.',
      },
    );
  const mode = textAt(tableAt(image.node, 'spec'), 'imageStreamImportMode');
  if (mode !== undefined && !importModes.includes(mode.value))
    yield at(image, mode, {
      message: `${JSON.stringify(mode.value)} is no imageStreamImportMode.`,
      why: refused,
      advice: 'Write Legacy or PreserveOriginal.',
      fixes: sameWord(image, mode, importModes),
    });
  const bounded = since(release, [4, 23]);
  const why = bounded
    ? refused
    : 'From 4.23 the API refuses it: a list that is stored stays, and any later edit of it fails.';
  const severity = bounded ? 'error' : 'warning';
  for (const list of ['insecure', 'blocked', 'allowed'] as const) {
    const items = image[list]?.items ?? [];
    if (items.length > longestList)
      yield at(
        image,
        { span: image[list]!.keySpan },
        {
          severity,
          message: `${listKeys[list]} has ${items.length} entries; ${longestList} are allowed.`,
          why,
          advice: 'Use wildcards or namespaces in place of many entries.',
        },
      );
    for (const entry of items) {
      if (entry.value.length <= longestEntry) continue;
      yield at(image, entry, {
        severity,
        message: `An entry of ${listKeys[list]} has ${entry.value.length} characters; ${longestEntry} are allowed.`,
        why,
        advice: 'Name the registry or namespace only.',
      });
    }
  }
}

const policies = ['NeverContactSource', 'AllowContactingSource'];

function* setFaults(set: Placed<MirrorSet>): Iterable<RuleFinding> {
  for (const { source, mirrors, policy } of set.rules) {
    if (policy !== undefined && !policies.includes(policy.value))
      yield at(set, policy, {
        message: `${JSON.stringify(policy.value)} is no mirrorSourcePolicy.`,
        why: refused,
        advice: `Write ${policies.join(' or ')}.`,
        fixes: sameWord(set, policy, policies),
      });
    if (!isSource(source.value))
      yield at(set, source, {
        message:
          source.value === '' ? 'A rule has no source.' : `${JSON.stringify(source.value)} is no source.`,
        why: refused,
        advice: placeAdvice,
        fixes: plainFix(set, source, isSource),
      });
    const seen = new Set<string>();
    for (const mirror of mirrors) {
      const { value } = mirror;
      if (!isMirror(value))
        yield at(set, mirror, {
          message: `${JSON.stringify(value)} is no mirror.`,
          why: refused,
          advice: placeAdvice,
          fixes: plainFix(set, mirror, isMirror),
        });
      else if (seen.has(value))
        yield at(set, mirror, {
          message: `${value} is among the mirrors already.`,
          why: `${refused} Mirrors of a rule are a set.`,
          advice: 'Remove it.',
          fixes: removeItemFix(set, mirror, `Remove the second ${value}`, 'safe'),
        });
      seen.add(value);
    }
  }
}

const placeAdvice =
  'Write host[:port][/path], the path in lower case, without scheme, tag, digest and slash at the end.';

/** Writes a word as the API knows it, where only upper and lower case differ. */
function sameWord(
  resource: Parameters<typeof replaceFix>[0],
  entry: Parameters<typeof replaceFix>[1],
  words: readonly string[],
): ReturnType<typeof replaceFix> {
  const known = words.find((word) => word.toLowerCase() === entry.value.toLowerCase());
  return known === undefined ? [] : replaceFix(resource, entry, known, 'safe');
}
