import type { Rule } from '../rule.ts';
import { dockerScopes, isSignaturePolicy } from '../signature-policies.ts';

export const dockerScopeNeverMatches: Rule = {
  meta: {
    code: 'MW621',
    name: 'docker-scope-never-matches',
    family: 'signature-policy',
    severity: 'error',
    summary: 'A scope of the docker transport matches no image.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    for (const { scope } of dockerScopes(document)) {
      const why = scope.value === '' ? undefined : whyNever(scope.value);
      if (why === undefined) continue;
      yield {
        path: document.path,
        span: scope.keySpan ?? scope.span,
        message: `The scope ${JSON.stringify(scope.value)} matches no image: ${why}.`,
        why: 'Scopes are compared with complete names, such as docker.io/library/busybox. They are not checked, and this one is never used.',
        advice: 'Write host[:port], host/namespace or host/namespace/repository, in full.',
      };
    }
  },
};

function whyNever(scope: string): string | undefined {
  if (/^[a-z]+:\/\//i.test(scope)) return 'it begins with a scheme';
  if (/\s/.test(scope)) return 'it has white space';
  if (scope.endsWith('/')) return 'it ends in a slash';
  const name = scope.replace(/^\*\./, '');
  const [host = '', ...path] = name.split('/');
  if (host.includes('*') || path.some((part) => part.includes('*')))
    return 'a star is understood only as the first label';
  if (!/[.:]/.test(host) && host !== 'localhost') return 'it names no registry';
  if (host !== host.toLowerCase()) return 'its host has upper case';
  if (host === 'index.docker.io') return 'Docker Hub is docker.io';
  return undefined;
}
