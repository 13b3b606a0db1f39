import type { ScopePolicy } from '../../dialects/policy-json/model.ts';
import type { Rule } from '../rule.ts';
import { dockerScopes, isSignaturePolicy } from '../signature-policies.ts';

export const acceptedBelowRejected: Rule = {
  meta: {
    code: 'MW628',
    name: 'accepted-below-rejected',
    family: 'signature-policy',
    severity: 'info',
    summary: 'A rejected scope has an accepted one below it.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E-shadowed'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    const scopes = dockerScopes(document);
    const rejected = new Map(
      scopes.filter(isAlone('reject')).map((policy) => [policy.scope.value, policy] as const),
    );
    for (const { scope } of scopes.filter(isAlone('insecureAcceptAnything'))) {
      const above = ancestors(scope.value).find((name) => rejected.has(name));
      if (above === undefined) continue;
      const other = rejected.get(above)!.scope;
      yield {
        path: document.path,
        span: other.keySpan ?? other.span,
        message: `${JSON.stringify(above)} is rejected, but ${JSON.stringify(scope.value)} below it is accepted.`,
        why: 'Only the most specific scope of an image counts: what the broader one says is not asked.',
        advice: 'Remove the narrower scope if nothing below the rejected one is to be used.',
        related: [
          { origin: { path: document.path, span: scope.keySpan ?? scope.span }, message: 'accepted here' },
        ],
      };
    }
  },
};

function isAlone(kind: string): (policy: ScopePolicy) => boolean {
  return ({ requirements }) => requirements?.items.length === 1 && requirements.items[0]!.kind === kind;
}

/** No name of an image is longer: 255 characters of a repository, and a tag or digest. */
const longestName = 512;

/** The scopes that would be asked next, the nearest first: repository, namespaces, host, then wildcards. */
function ancestors(scope: string): readonly string[] {
  if (scope.length > longestName) return [];
  const slash = scope.indexOf('/');
  const names: string[] = [];
  // a tag or digest; a colon before the first slash is a port
  if (slash !== -1) {
    const repository = scope.replace(/@.*$/, '').replace(/:[^/]*$/, '');
    if (repository !== scope) names.push(repository);
    for (let end = repository.lastIndexOf('/'); end > 0; end = repository.lastIndexOf('/', end - 1))
      names.push(repository.slice(0, end));
  }
  const host = (slash === -1 ? scope : scope.slice(0, slash)).replace(/:\d+$/, '').replace(/^\*\./, '');
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1))
    names.push(`*${host.slice(dot)}`);
  return names;
}
