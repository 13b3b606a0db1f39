import type { MirrorPolicy } from '../../policy/model.ts';
import { caPath, mirrorLocation } from '../../policy/resolve.ts';

/**
 * Certificates whose text is at hand, in PEM form, by the registry that they vouch for (`m.example:5000`), by the name
 * that the policy has for them, or by the path that it says.
 */
export type Certificates = ReadonlyMap<string, string>;

/** What a policy, and a person beside it, want to be trusted. */
export interface Trust {
  readonly entries: readonly { readonly host: string; readonly pem: string }[];
  /** Authorities of the policy whose text is not at hand. */
  readonly missing: readonly Authority[];
  /** Registries with a certificate that the policy does not ask for. */
  readonly further: readonly string[];
}

export interface Authority {
  readonly host: string;
  /** As the mirror says it: a name among `cas`, or the path itself. */
  readonly name: string;
  readonly path: string;
}

export function trustOf(model: MirrorPolicy, certificates: Certificates): Trust {
  const authorities = authoritiesOf(model);
  const textOf = ({ host, name, path }: Authority): string | undefined =>
    certificates.get(host) ?? certificates.get(name) ?? certificates.get(path);
  const entries = authorities.flatMap((authority) => {
    const pem = textOf(authority);
    return pem === undefined ? [] : [{ host: authority.host, pem }];
  });
  const known = new Set([
    ...authorities.flatMap(({ host, name, path }) => [host, name, path]),
    ...model.cas.flatMap(({ name, path }) => [name.value, path.value]),
  ]);
  const further = [...certificates].filter(([key]) => !known.has(key));
  return {
    entries: [...entries, ...further.map(([host, pem]) => ({ host, pem }))],
    missing: authorities.filter((authority) => textOf(authority) === undefined),
    further: further.map(([host]) => host),
  };
}

/** Which file vouches for which mirror. A name that the policy does not explain is the matter of a rule. */
export function authoritiesOf(model: MirrorPolicy): readonly Authority[] {
  const found = model.upstreams.flatMap((upstream) =>
    upstream.mirrors.flatMap((mirror): Authority[] => {
      const path = mirror.ca === undefined ? undefined : caPath(model, mirror.ca.value);
      const host = mirrorLocation(upstream, mirror)?.split('/', 1)[0];
      return path === undefined || host === undefined ? [] : [{ host, name: mirror.ca!.value, path }];
    }),
  );
  return [...new Map(found.map((each) => [each.host, each])).values()];
}
