/** A release line of OpenShift: major and minor. */
export type Release = readonly [number, number];

/** The releases whose node files are rendered. Those between are all known. */
export const firstRelease: Release = [4, 11];
export const lastRelease: Release = [5, 2];

/** The releases, oldest first, as users write them. */
export const releaseNames: readonly string[] = [
  ...Array.from({ length: 13 }, (_, index) => `4.${11 + index}`),
  '5.0',
  '5.1',
  '5.2',
];

/** `4.16`, `4.16.3` or `5.1`; undefined for anything else or a release that is not rendered. */
export function parseRelease(text: string): Release | undefined {
  const match = /^(\d{1,2})\.(\d{1,3})(?:\.\d{1,4})?$/.exec(text);
  if (match === null) return undefined;
  const release: Release = [Number(match[1]), Number(match[2])];
  return since(release, firstRelease) && since(lastRelease, release) ? release : undefined;
}

export function since(release: Release, first: Release): boolean {
  return (release[0] - first[0] || release[1] - first[1]) >= 0;
}

/** What the operator of a release does differently. Source: openshift/machine-config-operator, release branches. */
export interface Traits {
  /** ImageDigestMirrorSet and ImageTagMirrorSet are read, and mirrors say which pulls they are for. */
  readonly mirrorSets: boolean;
  /** Sources and mirrors have to match the API's patterns; before, only empty ones and wildcards are refused. */
  readonly checksFormat: boolean;
  /** The error of conflicting policies names content source policies too. */
  readonly namesAllInConflict: boolean;
  /** The transport `atomic` leaves out scopes with three slashes or more. */
  readonly skipsDeepAtomic: boolean;
  /** Spaces of indentation of policy.json; 0 is one line. */
  readonly policyIndent: number;
  readonly namespacePolicyIndent: number;
  /** The decoder's struct has additional-layer-store-auth-helper. */
  readonly layerStoreHelper: boolean;
  readonly clusterImagePolicies: boolean;
  readonly imagePolicies: boolean;
  /** Mirrors of the scopes get signature attachments too. */
  readonly attachmentsOfMirrors: boolean;
}

export function traitsOf(release: Release): Traits {
  const from = (major: number, minor: number): boolean => since(release, [major, minor]);
  return {
    mirrorSets: from(4, 13),
    checksFormat: from(4, 16),
    namesAllInConflict: from(4, 15),
    skipsDeepAtomic: from(4, 14),
    policyIndent: from(4, 17) ? 2 : 0,
    namespacePolicyIndent: from(4, 20) ? 2 : 1,
    layerStoreHelper: from(4, 19),
    clusterImagePolicies: from(4, 16),
    imagePolicies: from(4, 18),
    attachmentsOfMirrors: from(4, 17),
  };
}
