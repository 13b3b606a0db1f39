import type { Requirement } from '../../dialects/policy-json/model.ts';
import type { Rule } from '../rule.ts';
import { dockerScopes, isSignaturePolicy } from '../signature-policies.ts';

export const tagNotInSignature: Rule = {
  meta: {
    code: 'MW630',
    name: 'tag-not-in-signature',
    family: 'signature-policy',
    severity: 'info',
    summary: 'Sigstore signatures are compared by tag, and those made by cosign hold none.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E-cosign'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    const scoped = dockerScopes(document).flatMap(({ requirements }) => requirements?.items ?? []);
    for (const requirement of [...(document.model.default?.items ?? []), ...scoped]) {
      if (requirement.kind !== 'sigstoreSigned' || !comparesTags(requirement)) continue;
      const { identity } = requirement;
      const how =
        identity === undefined
          ? 'matchRepoDigestOrExact, the default,'
          : String(identity.kind ?? identity.type?.value);
      yield {
        path: document.path,
        span: (identity?.type ?? requirement.type)?.span ?? requirement.span,
        message: `${how} compares tags, which signatures made by cosign do not hold.`,
        why: 'cosign signs the name of a repository. Such a signature never equals a name with a tag, so every pull by tag is rejected.',
        advice: 'Use "matchRepository" or "exactRepository" if the images are signed with cosign.',
      };
    }
  },
};

const byTag: ReadonlySet<string> = new Set(['matchExact', 'matchRepoDigestOrExact', 'exactReference']);

/** Whether the identity that is asked for has a tag wherever the image is asked for by one. */
function comparesTags({ identity }: Requirement): boolean {
  return identity === undefined || (identity.kind !== undefined && byTag.has(identity.kind));
}
