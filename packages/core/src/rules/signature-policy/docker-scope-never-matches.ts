import { atLeast } from '../../model/target.ts';
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
    covers: ['E-scope'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document, target }) {
    const wildcards = atLeast(target.library, [5, 10, 0]);
    if (!isSignaturePolicy(document)) return;
    for (const { scope } of dockerScopes(document)) {
      const tooNew = scope.value.startsWith('*.') && !wildcards;
      const why =
        scope.value === ''
          ? undefined
          : (whyNever(scope.value) ?? (tooNew ? 'wildcards came with containers/image 5.10' : undefined));
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
  const wildcard = scope.startsWith('*.');
  const [host = '', ...path] = scope.slice(wildcard ? 2 : 0).split('/');
  if (host.includes('*') || path.some((part) => part.includes('*')))
    return 'a star is understood only as the first label';
  if (host === '') return 'it names no registry';
  if (wildcard)
    return path.length > 0 || host.includes(':')
      ? 'a wildcard stands for whole hosts, without port or path'
      : undefined;
  if (!/[.:]/.test(host) && host !== 'localhost') return 'it names no registry';
  if (host !== host.toLowerCase()) return 'its host has upper case';
  if (host === 'index.docker.io') return 'Docker Hub is docker.io';
  return whyNeverPath(host, path);
}

/** What is wrong with the path of a scope whose host is sound. */
function whyNeverPath(host: string, path: readonly string[]): string | undefined {
  const last = path.at(-1) ?? '';
  const name = last.split(/[:@]/, 1)[0]!;
  const tagOrDigest = name.length < last.length;
  if (path.includes('')) return 'it has a doubled slash';
  if (
    path.slice(0, -1).join('/') !== path.slice(0, -1).join('/').toLowerCase() ||
    name !== name.toLowerCase()
  )
    return 'its path has upper case';
  if (/^[^@]*:[^@]*@/.test(last)) return 'an image is looked up by its tag or by its digest, never by both';
  if (host === 'docker.io' && path.length === 1 && tagOrDigest)
    return `official images are docker.io/library/${name}`;
  return undefined;
}
