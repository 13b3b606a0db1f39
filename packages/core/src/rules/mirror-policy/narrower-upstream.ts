import type { Located } from '../../model/provenance.ts';
import type { MirrorPolicy, Upstream } from '../../policy/model.ts';
import { coverage, entriesOf, trimmed } from '../../policy/resolve.ts';
import type { PolicyDocument } from '../mirror-policy.ts';
import { at, namedUpstreams, policyMeta, see } from '../mirror-policy.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const narrowerUpstream: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW716',
    name: 'narrower-upstream',
    severity: 'warning',
    summary:
      'An entry for a part of a registry loses what is said of the whole: its mirrors, or that it is blocked.',
    covers: ['C11'],
  }),
  check: function* ({ document }) {
    const { model } = document;
    const upstreams = new Map(namedUpstreams(model).map(({ name, upstream }) => [name, upstream]));
    const broaderThan = broaderIn(upstreams.keys());
    for (const { upstream, registry, name } of namedUpstreams(model)) {
      const broader = upstreams.get(broaderThan(name) ?? '');
      if (
        broader !== undefined &&
        broader.mirrors.length > 0 &&
        upstream.mirrors.length === 0 &&
        !isRefused(upstream)
      )
        yield losesMirrors(document, registry, broader);
      yield* losesBlock(document, registry, upstream);
    }
    for (const item of model.insecure?.items ?? []) {
      const name = trimmed(item.value);
      const broader = upstreams.get(broaderThan(name) ?? '');
      if (broader !== undefined && broader.mirrors.length > 0 && !upstreams.has(name))
        yield losesMirrors(document, item, broader);
    }
  },
};

/** The widest-reaching question first: which upstream would match, were it not for this entry. */
function broaderIn(names: Iterable<string>): (name: string) => string | undefined {
  const covering = coverage(names);
  return (name) => {
    const slash = name.lastIndexOf('/');
    if (slash !== -1) return covering(name.slice(0, slash));
    const dot = name.indexOf('.', name.startsWith('*.') ? 2 : 0);
    return dot === -1 ? undefined : covering(`*${name.slice(dot)}`);
  };
}

function isRefused({ fallback }: Upstream): boolean {
  return fallback?.value === 'block';
}

function losesMirrors(document: PolicyDocument, name: Located<string>, broader: Upstream): RuleFinding {
  const of = broader.registry?.value ?? '';
  return at(document, name.span, {
    message: `"${name.value}" does not get the mirrors of "${of}"`,
    why: 'Only the entry with the longest matching name counts, as a whole: nothing is inherited from wider ones.',
    advice: 'Give it mirrors of its own, with the rest of the path added to their locations, or remove it.',
    related:
      broader.registry === undefined ? [] : [see(document, broader.registry.span, 'the wider upstream')],
  });
}

function* losesBlock(
  document: PolicyDocument,
  registry: Located<string>,
  upstream: Upstream,
): Iterable<RuleFinding> {
  const { blocked } = document.model;
  const name = trimmed(registry.value);
  const by = coverage(entriesOf(blocked))(name);
  if (by === undefined || by === name || isRefused(upstream)) return;
  const item = blocked?.items.find(({ value }) => trimmed(value) === by);
  yield at(document, registry.span, {
    message: `"${name}" is not blocked, though "${by}" is`,
    why: 'Only the entry with the longest matching name counts: this upstream is asked.',
    advice: 'Add it to blocked too, or set fallback: block to use its mirrors only.',
    related: item === undefined ? [] : [see(document, item.span, 'blocked here')],
  });
}
