import { removeFromList, setField } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { primaryLocation } from '../../policy/resolve.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import {
  at,
  isPublic,
  mirrorsOf,
  namedUpstreams,
  type PolicyDocument,
  policyFix,
  policyMeta,
} from '../mirror-policy.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const insecurePublicUpstream: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW719',
    name: 'insecure-public-upstream',
    severity: 'error',
    summary: 'A public registry is marked insecure.',
    covers: ['C40'],
  }),
  check: function* ({ document }) {
    const { model } = document;
    for (const { value, span } of model.insecure?.items ?? [])
      if (isPublic(value)) yield judge(document, value, span, removeFromList(document, 'insecure', value));
    for (const { upstream, index, name } of namedUpstreams(model)) {
      const location = primaryLocation(upstream) || name;
      if (upstream.insecure?.value !== true || !isPublic(location)) continue;
      const edits = setField(document, ['upstreams', index, 'insecure'], undefined);
      yield judge(document, location, upstream.insecure.span, edits);
    }
    for (const { mirror, location, upstreamIndex, index } of mirrorsOf(model)) {
      if (mirror.insecure?.value !== true || !isPublic(location)) continue;
      const path = ['upstreams', upstreamIndex, 'mirrors', index, 'insecure'];
      yield judge(document, location, mirror.insecure.span, setField(document, path, undefined));
    }
  },
};

function judge(document: PolicyDocument, name: string, span: Span, edits: readonly TextEdit[]): RuleFinding {
  return at(document, span, {
    message: `"${name}" is a public registry and marked insecure`,
    why: 'It has a certificate that every system trusts. Marked so, anybody on the way can put in other images.',
    advice: 'Remove the mark; where a proxy breaks TLS, install its certificate instead.',
    fixes: policyFix(document, 'Verify TLS', 'review', edits),
  });
}
