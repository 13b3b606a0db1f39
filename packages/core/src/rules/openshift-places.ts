import type { Located } from '../model/provenance.ts';
import type { Span } from '../text/span.ts';
import { type Cluster, entriesOf, rulesOf } from './openshift.ts';

/**
 * Where the first entry stands that a message names; where it names none, the image configuration, else the first
 * resource. What the operator and the nodes say names texts only.
 */
export function placeOf(
  cluster: Cluster,
  message: string,
): { readonly path: string; readonly span: Span } | undefined {
  const named = [...message.matchAll(/"([^"]*)"|'([^']*)'|\bscope ([^\s"']+?):?(?=\s|$)/g)];
  const texts = new Set(named.map(([, double, single, scope]) => double ?? single ?? scope));
  // a scope can be a source too
  const aboutPolicy = /clusterimagepolicy|imagepolicy/i.test(message);
  const places = aboutPolicy ? [...scopesOf(cluster), ...textsOf(cluster)] : textsOf(cluster);
  for (const { document, value } of places) {
    if (texts.has(value.value)) return { path: document.path, span: value.span };
  }
  const first = cluster.image ?? cluster.sets[0] ?? cluster.policies[0] ?? cluster.all[0];
  return first === undefined
    ? undefined
    : { path: first.document.path, span: first.name?.span ?? first.node.span };
}

interface PlacedText {
  readonly document: Cluster['all'][number]['document'];
  readonly value: Located<string>;
}

function* textsOf(cluster: Cluster): Iterable<PlacedText> {
  const { image } = cluster;
  if (image !== undefined)
    for (const { entry } of entriesOf(cluster, 'insecure', 'blocked', 'allowed', 'search'))
      yield { document: image.document, value: entry };
  for (const { set, rule } of rulesOf(cluster))
    for (const value of [rule.source, ...rule.mirrors]) yield { document: set.document, value };
  yield* scopesOf(cluster);
}

function* scopesOf({ policies }: Cluster): Iterable<PlacedText> {
  for (const { document, scopes } of policies) for (const value of scopes) yield { document, value };
}
