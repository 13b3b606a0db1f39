import type { MirrorPolicy, PolicyList, PolicyMirror, Upstream } from './model.ts';
import type { PlainMirror, PlainPolicy, PlainUpstream } from './write.ts';

/** The values of a policy without their places; entries that lack what they cannot do without are left out. */
export function plainPolicy(policy: MirrorPolicy): PlainPolicy {
  const names = new Map(policy.aliases.map(({ name, value }) => [name.value, value.value]));
  const cas = new Map(policy.cas.map(({ name, path }) => [name.value, path.value]));
  return present({
    targets: policy.targets.length > 0 ? policy.targets.map(({ value }) => value) : undefined,
    upstreams: policy.upstreams.length > 0 ? policy.upstreams.flatMap(plainUpstream) : undefined,
    insecure: plainList(policy.insecure),
    blocked: plainList(policy.blocked),
    allowed: plainList(policy.allowed),
    rejected: plainList(policy.rejected),
    search: plainList(policy.search),
    shortNames: policy.shortNames?.value,
    aliases: names.size > 0 ? names : undefined,
    credentialHelpers: plainList(policy.credentialHelpers),
    layerStoreAuthHelper: policy.layerStoreAuthHelper?.value,
    cas: cas.size > 0 ? cas : undefined,
  }) as PlainPolicy;
}

function plainUpstream(upstream: Upstream): readonly PlainUpstream[] {
  const { registry, location, insecure, fallback, pull, mirrors } = upstream;
  if (registry === undefined) return [];
  const plain = present({
    registry: registry.value,
    location: location?.value,
    insecure: insecure?.value,
    fallback: fallback?.value,
    pull: pull?.value,
    mirrors: mirrors.length > 0 ? mirrors.flatMap(plainMirror) : undefined,
  });
  return [plain as unknown as PlainUpstream];
}

function plainMirror(mirror: PolicyMirror): readonly PlainMirror[] {
  const { location, style, project, pull, insecure, ca } = mirror;
  if (location === undefined) return [];
  const plain = present({
    location: location.value,
    style: style?.value,
    project: project?.value,
    pull: pull?.value,
    insecure: insecure?.value,
    ca: ca?.value,
  });
  return [plain as unknown as PlainMirror];
}

function plainList(list: PolicyList | undefined): readonly string[] | undefined {
  return list?.items.map(({ value }) => value);
}

function present(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
