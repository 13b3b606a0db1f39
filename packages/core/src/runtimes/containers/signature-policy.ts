import type { Parsed } from '../../dialects/document.ts';
import type { PolicyFault, SignaturePolicy } from '../../dialects/policy-json/model.ts';
import { atLeast, type Target } from '../../model/target.ts';

export type PolicyDocument = Parsed<SignaturePolicy>;

/** The faults for which this reader refuses the policy, in document order; empty when it loads. */
export function policyLoadErrors(document: PolicyDocument, target: Target): readonly PolicyFault[] {
  return document.model.faults
    .filter((fault) => holdsFor(fault, target))
    .sort((a, b) => a.span.start - b.span.start);
}

function holdsFor(fault: PolicyFault, target: Target): boolean {
  if (fault.before !== undefined && atLeast(target.library, fault.before)) return false;
  if (fault.from !== undefined && !atLeast(target.library, fault.from)) return false;
  return fault.transport !== 'atomic' || knowsAtomic(target);
}

/** Debian's builds of skopeo 1.9.3 and podman 4.3.1 (containers/image 5.23.1) leave the OpenShift transport out. */
function knowsAtomic(target: Target): boolean {
  const [major, minor, patch] = target.library;
  const debian = major === 5 && minor === 23 && patch === 1;
  return !debian || target.runtime === 'containers-image';
}
