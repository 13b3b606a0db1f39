import { generate, parseAnyTarget, readMirrorPolicy, rootUser, sourceText } from '@mirrorwright/core';
import { targetKinds } from './cluster.ts';
import type { WizardState } from './state.ts';

/** An answer of its own kind each, as a policy that holds nothing else. */
const answers = {
  shortNames: 'shortNames: enforcing',
  aliases: 'aliases: {web: a.example/web}',
  credentialHelpers: 'credentialHelpers: [helper]',
  insecure: 'insecure: [a.example]',
  blocked: 'blocked: [a.example]',
  allowed: 'allowed: [a.example]',
  rejected: 'rejected: [a.example]',
  search: 'search: [a.example]',
  fallback: 'upstreams: [{registry: a.example, fallback: block, mirrors: [{location: b.example}]}]',
  pull: 'upstreams: [{registry: a.example, mirrors: [{location: b.example, pull: tag}]}]',
} as const;

export type Answer = keyof typeof answers;

const known = new Map<string, ReadonlyMap<Answer, string>>();
const nothing = { files: [], rooted: true, user: rootUser, unreadable: [] };

/** What resources of a release cannot express, with the reason: each answer is tried, so that nothing is said twice. */
function lossesOf(id: string): ReadonlyMap<Answer, string> {
  const before = known.get(id);
  if (before !== undefined) return before;
  const parsed = parseAnyTarget(id);
  const found = new Map<Answer, string>();
  if (parsed.ok)
    for (const [answer, text] of Object.entries(answers)) {
      const policy = readMirrorPolicy('mirror-policy.yaml', sourceText(`version: 1\n${text}\n`));
      const reason = generate(policy, parsed.target, nothing).losses.at(-1)?.reason;
      if (reason !== undefined) found.set(answer as Answer, reason);
    }
  known.set(id, found);
  return found;
}

/** Why an answer comes to nothing in the clusters among the targets; undefined where it does not. */
export function unsaid(state: Pick<WizardState, 'policy'>, answer: Answer): string | undefined {
  const reasons = new Map<string, readonly string[]>();
  for (const id of targetKinds(state).clusters) {
    const reason = lossesOf(id).get(answer);
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  }
  if (reasons.size === 0) return undefined;
  return [...reasons].map(([reason, ids]) => `not for ${ids.join(', ')}: ${reason}`).join('; ');
}
