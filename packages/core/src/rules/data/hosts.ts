/** Registries on the internet that anybody pulls from over verified TLS. */
export const publicRegistries: ReadonlySet<string> = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'quay.io',
  'gcr.io',
  'mirror.gcr.io',
  'k8s.gcr.io',
  'registry.k8s.io',
  'ghcr.io',
  'registry.gitlab.com',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'nvcr.io',
  'registry.access.redhat.com',
  'registry.redhat.io',
  'registry.fedoraproject.org',
  'registry.opensuse.org',
  'registry.suse.com',
  'registry.centos.org',
]);

/** Names that look like registries and serve no images under that name. Source: the vendors' own documentation. */
export const notRegistries: ReadonlyMap<string, string> = new Map([
  ['azurecr.io', 'Azure registries have names of their own: NAME.azurecr.io'],
  [
    'ecr.io',
    'Amazon registries are named ACCOUNT.dkr.ecr.REGION.amazonaws.com; the public one is public.ecr.aws',
  ],
  ['gitlab.com', 'GitLab serves images at registry.gitlab.com'],
  ['github.com', 'GitHub serves images at ghcr.io'],
  ['harbor.io', 'Harbor is software that sites run under names of their own'],
  ['hub.docker.com', 'Docker Hub serves images as docker.io'],
  ['dockerhub.io', 'Docker Hub serves images as docker.io'],
]);

/** `host[:port]` of a location, without path. */
export function hostOf(location: string): string {
  const slash = location.indexOf('/');
  return slash === -1 ? location : location.slice(0, slash);
}

const privateSuffix =
  /(?:^|\.)(?:localhost|local|localdomain|lan|home|internal|intranet|corp|private|test|example|invalid|home\.arpa|cluster\.local|example\.(?:com|org|net))$/i;
const privateAddress =
  /^(?:10\.|127\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/;

/** Whether a host is surely not on the public internet: private addresses, single labels, names reserved for sites. */
export function isPrivateHost(location: string): boolean {
  const host = hostOf(location).replace(/:\d+$/, '');
  if (/^\d+(?:\.\d+){3}$/.test(host)) return privateAddress.test(host);
  return !host.includes('.') || privateSuffix.test(host);
}

/** Host without its port. */
export function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon === -1 ? host : host.slice(0, colon);
}

/** Whether a host could be among these, or below one of them: looks at its end alone, and rules most hosts out. */
export function mayBeAmong(hosts: Iterable<string>): (host: string) => boolean {
  const endings = new Set([...hosts].map((host) => host.slice(-3)));
  return (host) => endings.has(host.slice(-3));
}

/** The names that people mean to write. */
const wellKnownHosts: readonly string[] = [...publicRegistries].filter((host) => host !== 'k8s.gcr.io');

// a slip is in one place: it leaves the beginning of a name or its end as they are
const beginnings = new Set(wellKnownHosts.map((host) => host.slice(0, 3)));
const endsAsKnown = mayBeAmong(wellKnownHosts);

/** Whether a host begins as a well-known registry does. */
export function startsLikeKnown(host: string): boolean {
  return beginnings.has(host.slice(0, 3));
}

/**
 * The well-known registry that a host is a slip away from: two neighbours swapped or, in names long enough for that
 * to be no other name, one letter more, less or different. Undefined for registries that exist under their own name.
 */
export function likelyRegistry(place: string): string | undefined {
  if (place.length < 6 || place.length > 32) return undefined;
  if (!startsLikeKnown(place) && !endsAsKnown(place)) return undefined;
  const host = place.toLowerCase();
  if (publicRegistries.has(host) || notRegistries.has(host)) return undefined;
  return wellKnownHosts.find((known) => isSlip(host, known));
}

/** Names shorter than this have neighbours that are names of their own (`gcr.io`, `ghcr.io`). */
const longName = 9;

function isSlip(written: string, known: string): boolean {
  if (Math.abs(written.length - known.length) > 1) return false;
  const start = commonStart(written, known);
  const rest = written.slice(start);
  const other = known.slice(start);
  if (rest.length === other.length && rest.length > 1) {
    if (rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2)) return true;
  }
  if (known.length < longName) return false;
  const replaced = rest.slice(1) === other.slice(1);
  return replaced || rest.slice(1) === other || rest === other.slice(1);
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
