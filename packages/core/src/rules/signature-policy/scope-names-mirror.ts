import type { Rule } from '../rule.ts';
import { dockerScopes, isSignaturePolicy } from '../signature-policies.ts';

export const scopeNamesMirror: Rule = {
  meta: {
    code: 'MW625',
    name: 'scope-names-mirror',
    family: 'signature-policy',
    severity: 'warning',
    summary: 'A scope names a mirror, and no scope names what it mirrors.',
    appliesTo: ['policy-json'],
    scope: 'node',
    since: '0.1.0',
    covers: ['E-logical'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md',
      'https://github.com/containers/image/issues/1175',
    ],
  },
  *check({ node }) {
    const { registries, loadErrors } = node.config();
    if (loadErrors.length > 0 || registries.length === 0) return;
    const sources = new Set(registries.map(({ prefix }) => hostOf(prefix)));
    const mirrors = new Map(
      registries.flatMap((registry) =>
        registry.mirrors.map((mirror) => [hostOf(mirror.location), { registry, mirror }] as const),
      ),
    );
    for (const policy of node.documents.filter(isSignaturePolicy)) {
      const scopes = dockerScopes(policy);
      const hosts = new Set(scopes.map(({ scope }) => hostOf(scope.value)));
      for (const { scope } of scopes) {
        const host = hostOf(scope.value);
        const found = mirrors.get(host);
        if (found === undefined || sources.has(host) || hosts.has(hostOf(found.registry.prefix))) continue;
        const { prefix } = found.registry;
        yield {
          path: policy.path,
          span: scope.keySpan ?? scope.span,
          message: `The scope ${JSON.stringify(scope.value)} names a mirror of ${prefix}, and no scope names ${prefix}.`,
          why: 'Images are judged by the name they are asked for, whichever mirror serves them: this scope is used only for images asked for by the name of the mirror.',
          advice: `Write the scope ${JSON.stringify(prefix)}.`,
          related: [{ origin: found.mirror.origin, message: `a mirror of ${prefix}` }],
        };
      }
    }
  },
};

function hostOf(name: string): string {
  return name.split('/', 1)[0]!;
}
