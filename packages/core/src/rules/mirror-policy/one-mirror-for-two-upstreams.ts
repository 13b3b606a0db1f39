import { setMirror } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { mirrorPull } from '../../policy/resolve.ts';
import { at, mirrorsOf, type PlacedMirror, policyFix, policyMeta, see } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const oneMirrorForTwoUpstreams: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW718',
    name: 'one-mirror-for-two-upstreams',
    severity: 'error',
    summary: 'Two upstreams have the same place on a mirror: images of one may be served for the other.',
    covers: ['C32'],
  }),
  check: function* ({ document }) {
    const first = new Map<string, PlacedMirror>();
    for (const placed of mirrorsOf(document.model)) {
      const other = first.get(placed.location);
      if (other === undefined) first.set(placed.location, placed);
      if (other === undefined || other.upstreamIndex === placed.upstreamIndex) continue;
      const { mirror, upstreamIndex, index, location, upstream } = placed;
      const byDigest =
        mirrorPull(upstream, mirror) === 'digest' && mirrorPull(other.upstream, other.mirror) === 'digest';
      yield at(document, placed.span, {
        severity: byDigest ? 'warning' : 'error',
        message: `"${location}" already mirrors "${other.upstream.registry?.value ?? ''}"`,
        why: byDigest
          ? 'Both are looked for in the same repositories; digests keep them apart, and what is there is hard to tell.'
          : 'acme/web of the one and acme/web of the other are the same repository on the mirror: whichever image is there is taken for both.',
        advice: 'Give each upstream a path or a project of its own on the mirror.',
        related: [see(document, other.span, 'the other one')],
        fixes:
          mirror.style === undefined && upstream.registry?.value.startsWith('*.') === false
            ? policyFix(
                document,
                'Keep its images below a folder named as the upstream',
                'review',
                setMirror(document, upstreamIndex, index, 'style', 'by-source'),
              )
            : [],
      });
    }
  },
};
