import type { Parsed } from '../dialects/document.ts';
import type {
  Requirement,
  RequirementList,
  ScopePolicy,
  SignaturePolicy,
} from '../dialects/policy-json/model.ts';

export function isSignaturePolicy(document: Parsed): document is Parsed<SignaturePolicy> {
  return document.dialect === 'policy-json';
}

/** Every list of requirements of a policy: the default, and those of the scopes. */
export function requirementLists({ model }: Parsed<SignaturePolicy>): readonly RequirementList[] {
  const scoped = model.transports.flatMap(({ scopes }) =>
    scopes.flatMap(({ requirements }) => requirements ?? []),
  );
  return model.default === undefined ? scoped : [model.default, ...scoped];
}

/** Every requirement of a policy, in the order of its lists. */
export function requirementsOf(document: Parsed<SignaturePolicy>): readonly Requirement[] {
  return requirementLists(document).flatMap(({ items }) => items);
}

/** The scopes of the docker transport. */
export function dockerScopes({ model }: Parsed<SignaturePolicy>): readonly ScopePolicy[] {
  return model.transports.filter(({ name }) => name.value === 'docker').flatMap(({ scopes }) => scopes);
}
