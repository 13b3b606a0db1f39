import type { MirrorPolicy, PolicyList, Upstream } from '../policy/model.ts';
import {
  coverage,
  entriesOf,
  mirrorLocation,
  mirrorPull,
  primaryLocation,
  trimmed,
} from '../policy/resolve.ts';

/**
 * What a mirror policy asks for, before any target says how: styles resolved to locations, lists and upstreams
 * brought together, defaults filled in. Every part names the field of the policy it comes from.
 */
export interface Intent {
  /** One for each name, in the order of the policy: upstreams, then insecure and blocked registries. */
  readonly registries: readonly IntendedRegistry[];
  /** Fields that ask for a name a second time and have no effect, with the field that has it. */
  readonly repeated: readonly { readonly field: string; readonly by: string; readonly name: string }[];
  readonly search?: readonly string[];
  readonly shortNames?: 'enforcing' | 'permissive' | 'disabled';
  readonly aliases: ReadonlyMap<string, string>;
  readonly credentialHelpers?: readonly string[];
  readonly layerStoreAuthHelper?: string;
  readonly allowed?: readonly string[];
  readonly rejected: readonly string[];
}

export interface IntendedRegistry {
  readonly field: string;
  /** host[:port][/path], or *.host */
  readonly name: string;
  /** '' for a wildcard that keeps every name as it is. */
  readonly location: string;
  readonly insecure: boolean;
  readonly blocked: boolean;
  readonly mirrors: readonly IntendedMirror[];
}

export interface IntendedMirror {
  readonly field: string;
  readonly location: string;
  readonly pull: 'all' | 'digest' | 'tag';
  readonly insecure: boolean;
}

/** Brings the parts of a policy together. Values that could not be read are left out; `problems` names them. */
export function intentOf(policy: MirrorPolicy): Intent {
  const { registries, repeated } = registriesOf(policy);
  const optional = {
    search: policy.search && entriesOf(policy.search).map(trimmed),
    shortNames: policy.shortNames?.value,
    credentialHelpers: policy.credentialHelpers && entriesOf(policy.credentialHelpers),
    layerStoreAuthHelper: policy.layerStoreAuthHelper?.value,
    allowed: values(policy.allowed),
  };
  return {
    registries,
    repeated,
    aliases: new Map(policy.aliases.map(({ name, value }) => [name.value, value.value])),
    rejected: values(policy.rejected) ?? [],
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<Intent>),
  };
}

function values(list: PolicyList | undefined): readonly string[] | undefined {
  return list === undefined ? undefined : [...new Set(list.items.map(({ value }) => trimmed(value)))];
}

function registriesOf(policy: MirrorPolicy): Pick<Intent, 'registries' | 'repeated'> {
  const found = new Map<string, IntendedRegistry>();
  const repeated: { field: string; by: string; name: string }[] = [];
  const insecureBy = coverage(entriesOf(policy.insecure));
  const insecure = new Set(values(policy.insecure));
  const blocked = new Set(values(policy.blocked));
  policy.upstreams.forEach((upstream, index) => {
    const field = `upstreams[${index}]`;
    const name = trimmed(upstream.registry?.value ?? '');
    if (name === '') return;
    const first = found.get(name);
    if (first !== undefined) repeated.push({ field, by: first.field, name });
    else found.set(name, upstreamOf(upstream, { field, name, insecureBy, blocked: blocked.has(name) }));
  });
  for (const list of ['insecure', 'blocked'] as const) {
    policy[list]?.items.forEach(({ value }, index) => {
      const name = trimmed(value);
      if (name === '' || found.has(name)) return;
      found.set(name, {
        field: `${list}[${index}]`,
        name,
        location: name.startsWith('*.') ? '' : name,
        insecure: insecure.has(name),
        blocked: blocked.has(name),
        mirrors: [],
      });
    });
  }
  return { registries: [...found.values()], repeated };
}

interface UpstreamContext {
  readonly field: string;
  readonly name: string;
  readonly insecureBy: (name: string) => string | undefined;
  readonly blocked: boolean;
}

function upstreamOf(upstream: Upstream, context: UpstreamContext): IntendedRegistry {
  const { field, name, insecureBy } = context;
  const location = primaryLocation(upstream);
  const mirrors: IntendedMirror[] = [];
  upstream.mirrors.forEach((mirror, index) => {
    const at = mirrorLocation(upstream, mirror);
    if (at === undefined || at === '') return;
    mirrors.push({
      field: `${field}.mirrors[${index}]`,
      location: at,
      pull: mirrorPull(upstream, mirror),
      insecure: mirror.insecure?.value ?? insecureBy(at) !== undefined,
    });
  });
  return {
    field,
    name,
    location,
    insecure: upstream.insecure?.value ?? insecureBy(location === '' ? name : location) !== undefined,
    blocked: context.blocked || upstream.fallback?.value === 'block',
    mirrors,
  };
}
