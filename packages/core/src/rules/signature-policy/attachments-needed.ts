import type { Requirement, RequirementList } from '../../dialects/policy-json/model.ts';
import type { EffectiveRegistry } from '../../runtimes/containers/config.ts';
import { groupBy } from '../../text/group-by.ts';
import { hostOf } from '../data/hosts.ts';
import type { Rule } from '../rule.ts';
import { dockerScopes, isSignaturePolicy } from '../signature-policies.ts';

export const attachmentsNeeded: Rule = {
  meta: {
    code: 'MW629',
    name: 'attachments-needed',
    family: 'signature-policy',
    severity: 'info',
    summary: 'Sigstore signatures are required, which are looked for only where registries.d says so.',
    appliesTo: ['policy-json'],
    scope: 'node',
    since: '0.1.0',
    covers: ['E-attachments', 'C54'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.d.5.md',
      'https://github.com/containers/image/issues/1613',
    ],
  },
  *check({ node }) {
    const mirrorsOf = mirrorHosts(node.config().registries);
    for (const policy of node.documents.filter(isSignaturePolicy)) {
      for (const { name, requirements } of dockerLists(policy)) {
        const required = requirements.items.find(isSigstore);
        if (required === undefined) continue;
        const where = name === '' ? 'default-docker' : JSON.stringify(name);
        const mirrors = mirrorsOf(name);
        const also = mirrors.length === 0 ? '' : `, and for its mirrors: ${mirrors.join(', ')}`;
        yield {
          path: policy.path,
          span: required.type?.span ?? required.span,
          message: `Images of ${name === '' ? 'docker registries' : name} pass only if registries.d turns attachments on.`,
          why: 'Sigstore signatures lie in the registry beside the image. They are not looked for unless use-sigstore-attachments is true for the host that is asked, and without a signature the image is rejected.',
          advice: `Set use-sigstore-attachments: true in registries.d for ${where}${also}.`,
        };
      }
    }
  },
};

/** The lists that judge images of registries: the default, unless docker has its own, and those of the scopes. */
function dockerLists(
  policy: Parameters<typeof dockerScopes>[0],
): readonly { readonly name: string; readonly requirements: RequirementList }[] {
  const lists = dockerScopes(policy).flatMap(({ scope, requirements }) =>
    requirements === undefined ? [] : [{ name: scope.value, requirements }],
  );
  const { default: requirements } = policy.model;
  if (requirements === undefined || lists.some(({ name }) => name === '')) return lists;
  return [{ name: '', requirements }, ...lists];
}

function isSigstore({ kind }: Requirement): boolean {
  return kind === 'sigstoreSigned';
}

/** More would be a list that nobody reads. */
const most = 4;

/** Answers with the hosts of the mirrors of what a scope covers, each once. */
function mirrorHosts(registries: readonly EffectiveRegistry[]): (scope: string) => readonly string[] {
  const byHost = groupBy(registries, ({ prefix }) => hostOf(prefix));
  const answers = new Map<string, readonly string[]>();
  return (scope) => {
    const host = hostOf(scope);
    let known = answers.get(host);
    if (known === undefined) {
      known = firstHosts(scope === '' ? registries : (byHost.get(host) ?? []));
      answers.set(host, known);
    }
    return known;
  };
}

function firstHosts(registries: readonly EffectiveRegistry[]): readonly string[] {
  const hosts = new Set<string>();
  for (const { location } of registries.flatMap(({ mirrors }) => mirrors)) {
    if (location !== '') hosts.add(hostOf(location));
    if (hosts.size > most) return [...[...hosts].slice(0, most), 'and more'];
  }
  return [...hosts];
}
