import type { MirrorPolicy, Upstream } from '../../policy/model.ts';
import { coverage, isRedirected, primaryLocation } from '../../policy/resolve.ts';
import { groupBy } from '../../text/group-by.ts';
import type { Span } from '../../text/span.ts';
import { at, mirrorsOf, namedUpstreams, policyMeta, see } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const mirrorChain: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW721',
    name: 'mirror-chain',
    severity: 'info',
    summary: 'A mirror or redirect leads to another upstream, whose own mirrors are not used for it.',
    covers: ['C31'],
  }),
  check: function* ({ document }) {
    const links = linksOf(document.model);
    const cyclic = inCycles(links);
    for (const link of links) {
      const { from, to, span, location } = link;
      const target = to.registry?.value ?? '';
      const isCycle = cyclic.has(link);
      yield at(document, span, {
        severity: isCycle ? 'warning' : 'info',
        message: isCycle
          ? `"${from.registry?.value ?? ''}" and "${target}" lead to each other`
          : `"${location}" is part of the upstream "${target}", whose settings are not used here`,
        why: 'Endpoints are worked out once: a mirror is asked as it stands, and neither its mirrors nor its redirect count.',
        advice: isCycle
          ? 'Let only one of them lead to the other.'
          : 'Name here the place that is to be asked in the end.',
        related: to.registry === undefined ? [] : [see(document, to.registry.span, 'the other upstream')],
      });
    }
  },
};

interface Link {
  readonly from: Upstream;
  readonly to: Upstream;
  readonly span: Span;
  readonly location: string;
}

/** Mirrors and redirects that lead into an upstream that is not asked where its name says. */
function linksOf(policy: MirrorPolicy): readonly Link[] {
  const upstreams = new Map(namedUpstreams(policy).map(({ name, upstream }) => [name, upstream]));
  const covering = coverage(upstreams.keys());
  const links: Link[] = [];
  const add = (from: Upstream, location: string, span: Span): void => {
    const to = upstreams.get(covering(location) ?? '');
    if (to !== undefined && to !== from && (to.mirrors.length > 0 || isRedirected(to)))
      links.push({ from, to, span, location });
  };
  for (const { upstream, location, span } of mirrorsOf(policy)) add(upstream, location, span);
  for (const upstream of policy.upstreams)
    if (upstream.location !== undefined && isRedirected(upstream))
      add(upstream, primaryLocation(upstream), upstream.location.span);
  return links;
}

/** The links that are left when those are taken away from where nothing leads back, and to where nothing leads. */
function inCycles(links: readonly Link[]): ReadonlySet<Link> {
  const left = new Set(links);
  const leaving = groupBy(links, ({ from }) => from);
  const entering = groupBy(links, ({ to }) => to);
  const open = [...new Set([...leaving.keys(), ...entering.keys()])];
  const remaining = (of: readonly Link[] | undefined): readonly Link[] =>
    (of ?? []).filter((link) => left.has(link));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const out = remaining(leaving.get(next));
    const into = remaining(entering.get(next));
    if (out.length > 0 && into.length > 0) continue;
    for (const link of [...out, ...into]) {
      left.delete(link);
      open.push(link.from === next ? link.to : link.from);
    }
  }
  return left;
}
