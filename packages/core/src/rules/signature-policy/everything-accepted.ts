import type { Rule } from '../rule.ts';
import { dockerScopes, isSignaturePolicy } from '../signature-policies.ts';

export const everythingAccepted: Rule = {
  meta: {
    code: 'MW623',
    name: 'everything-accepted',
    family: 'signature-policy',
    severity: 'info',
    summary: 'The default accepts images without any signature.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E-accepts'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    const [first] = document.model.default?.items ?? [];
    if (document.model.default?.items.length !== 1 || first?.kind !== 'insecureAcceptAnything') return;
    const docker = dockerScopes(document).find(({ scope }) => scope.value === '');
    if (docker !== undefined) return;
    yield {
      path: document.path,
      span: first.type?.span ?? first.span,
      message: 'Every image is accepted that no scope names.',
      why: 'This is what distributions ship. Scopes then only add checks; they do not make an allow list.',
      advice: 'For an allow list, reject by default and accept scopes.',
    };
  },
};
