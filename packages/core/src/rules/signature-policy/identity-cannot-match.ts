import type { Requirement } from '../../dialects/policy-json/model.ts';
import type { Rule } from '../rule.ts';
import { isSignaturePolicy } from '../signature-policies.ts';

/** Transports whose images have no name of a registry, so that a signature for a name cannot be compared. */
const nameless: ReadonlySet<string> = new Set(['dir', 'oci', 'oci-archive', 'sif']);

export const identityCannotMatch: Rule = {
  meta: {
    code: 'MW627',
    name: 'identity-cannot-match',
    family: 'signature-policy',
    severity: 'error',
    summary: 'Signatures are asked of images that have no name, by the name they do not have.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E-identity'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md',
      'https://github.com/containers/image/blob/main/signature/policy_reference_match.go',
    ],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    for (const { name, scopes } of document.model.transports) {
      if (!nameless.has(name.value)) continue;
      for (const requirement of scopes.flatMap(({ requirements }) => requirements?.items ?? [])) {
        if (!comparesNames(requirement)) continue;
        const how = requirement.identity?.kind ?? 'matchRepoDigestOrExact (the default)';
        yield {
          path: document.path,
          span: (requirement.identity?.type ?? requirement.type)?.span ?? requirement.span,
          message: `An image of ${name.value} has no registry name that ${how} could compare: all are rejected.`,
          why: 'A signature holds the name of the image in a registry. A folder or an archive has none, so only a fixed name can be compared.',
          advice: 'Name what was signed: "exactRepository" with dockerRepository, or "exactReference".',
        };
      }
    }
  },
};

function comparesNames({ kind, identity }: Requirement): boolean {
  if (kind !== 'signedBy' && kind !== 'sigstoreSigned') return false;
  return identity === undefined || !['exactReference', 'exactRepository'].includes(identity.kind ?? '');
}
