import type { Rule } from '../rule.ts';
import { dockerScopes, isSignaturePolicy } from '../signature-policies.ts';

export const registryRejectedByPolicy: Rule = {
  meta: {
    code: 'MW624',
    name: 'registry-rejected-by-policy',
    family: 'signature-policy',
    severity: 'warning',
    summary: 'A configured registry is rejected by the signature policy of the node.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['E-unlisted'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ node }) {
    const policy = node.documents.find(isSignaturePolicy);
    const { items = [] } = policy?.model.default ?? {};
    if (
      policy === undefined ||
      policy.model.faults.length > 0 ||
      items.length === 0 ||
      !items.every(({ kind }) => kind === 'reject')
    )
      return;
    const scopes = dockerScopes(policy).map(({ scope }) => scope.value);
    if (scopes.includes('')) return;
    const known = new Set(scopes);
    const hosts = new Set(scopes.map((scope) => scope.split('/')[0]!));
    for (const { prefix, blocked, table, origin } of node.config().registries) {
      if (blocked || table === undefined || prefix === '' || prefix.startsWith('*.')) continue;
      if (hosts.has(prefix.split('/')[0]!) || hasWildcard(prefix, known)) continue;
      yield {
        path: origin.path,
        span: table.prefix?.span ?? table.location?.span ?? origin.span,
        message: `${prefix} is configured here, and the signature policy rejects all its images.`,
        why: 'The default of the policy is reject, and none of its scopes names this registry. Scopes go by the name of the image, not by that of a mirror.',
        advice: `Add the scope ${JSON.stringify(prefix)} to the docker transport of ${policy.path}.`,
        related: [{ origin: { path: policy.path, span: items[0]!.span }, message: 'rejected by default' }],
      };
    }
  },
};

function hasWildcard(prefix: string, scopes: ReadonlySet<string>): boolean {
  const host = prefix.split('/')[0]!.replace(/:\d+$/, '');
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    if (scopes.has(`*${host.slice(dot)}`)) return true;
  }
  return false;
}
