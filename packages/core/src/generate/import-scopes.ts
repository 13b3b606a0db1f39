import type { Parsed } from '../dialects/document.ts';
import type { SignaturePolicy } from '../dialects/policy-json/model.ts';
import type { Target } from '../model/target.ts';
import type { PlainPolicy } from '../policy/write.ts';
import { policyLoadErrors } from '../runtimes/containers/signature-policy.ts';
import { kindOfList, rejectsOthers } from './containers/policy-json.ts';

/** The lists of a mirror policy that a signature policy comes to, and in words what they leave out. */
export function importScopes(
  document: Parsed<SignaturePolicy>,
  target: Target,
): {
  readonly scopes: Pick<PlainPolicy, 'allowed' | 'rejected'>;
  readonly reasons: readonly string[];
} {
  const { model, path } = document;
  const [fault] = policyLoadErrors(document, target);
  const reasons: string[] = fault === undefined ? [] : [`${path} is refused: ${fault.message}`];
  const accepted: string[] = [];
  const rejected: string[] = [];
  for (const { name, scopes } of model.transports) {
    if (name.value !== 'docker') continue;
    for (const { scope, requirements } of scopes) {
      if (scope.value === '') continue;
      const kind = kindOfList(requirements);
      if (kind === 'accept') accepted.push(scope.value);
      else if (kind === 'reject') rejected.push(scope.value);
      else reasons.push(`${path} asks for signatures of ${scope.value}: keep that file and generate into it`);
    }
  }
  const closed = rejectsOthers(document);
  // the operator writes the same for other sources whatever the lists are
  const operated = target.openshift !== undefined;
  const hasExceptions = accepted.length > 0 && rejected.length > 0;
  reasons.push(...otherReasons(document, { closed, hasExceptions, operated }));
  return {
    scopes: {
      ...(closed ? { allowed: accepted } : {}),
      ...(rejected.length > 0 ? { rejected } : {}),
    },
    reasons,
  };
}

function otherReasons(
  { model, path }: Parsed<SignaturePolicy>,
  { closed, hasExceptions, operated }: Readonly<Record<'closed' | 'hasExceptions' | 'operated', boolean>>,
): readonly string[] {
  const reasons: string[] = [];
  const transports = model.transports.map(({ name }) => name.value).filter((name) => name !== 'docker');
  const others = kindOfList(model.default);
  if (others === 'reject' && !operated)
    reasons.push(`${path} rejects images from other sources than registries too, such as archives`);
  if (others === 'signed') reasons.push(`${path} asks for signatures of everything that it does not name`);
  if (!operated && transports.some((name) => name !== 'docker-daemon'))
    reasons.push(`${path} has scopes for ${transports.join(', ')}: a mirror policy is about registries only`);
  if (!closed && hasExceptions) reasons.push(`${path} accepts names below rejected ones`);
  return reasons;
}
