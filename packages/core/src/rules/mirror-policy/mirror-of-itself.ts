import { removeMirror } from '../../policy/edit.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { mirrorPull, primaryLocation } from '../../policy/resolve.ts';
import { at, mirrorsOf, policyFix, policyMeta } from '../mirror-policy.ts';
import type { Rule } from '../rule.ts';

export const mirrorOfItself: Rule<MirrorPolicy> = {
  meta: policyMeta({
    code: 'MW720',
    name: 'mirror-of-itself',
    severity: 'warning',
    summary: 'A mirror is the upstream itself, or the same mirror again.',
    covers: ['C30'],
  }),
  check: function* ({ document }) {
    const said = new Set<string>();
    for (const { upstream, mirror, upstreamIndex, index, location, span } of mirrorsOf(document.model)) {
      const key = `${upstreamIndex} ${mirrorPull(upstream, mirror)} ${location}`;
      const isSource = location === primaryLocation(upstream);
      const isRepeated = said.has(key);
      said.add(key);
      if (!isSource && !isRepeated) continue;
      yield at(document, span, {
        message: isSource
          ? `The mirror "${location}" is the upstream itself`
          : `The mirror "${location}" is there twice`,
        why: 'It is asked twice for the same image, and a pull that fails takes twice as long to do so.',
        advice: 'Remove the mirror.',
        fixes: policyFix(document, 'Remove the mirror', 'safe', removeMirror(document, upstreamIndex, index)),
      });
    }
  },
};
