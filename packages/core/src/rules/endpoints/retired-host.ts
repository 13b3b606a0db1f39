import type { Located } from '../../model/provenance.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import { hostOf } from '../data/hosts.ts';
import { findRetired } from '../data/retired-hosts.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';

export const retiredHost: Rule = {
  meta: {
    code: 'MW314',
    name: 'retired-host',
    family: 'endpoints',
    severity: 'warning',
    summary: 'A registry or mirror no longer serves what it did.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: ['https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    for (const { value, span, name } of places(document)) {
      const retired = findRetired(hostOf(name));
      if (retired === undefined) continue;
      yield {
        path: document.path,
        span,
        severity: retired.severity,
        message: `${hostOf(name)} is retired (${retired.since}).`,
        why:
          name === value
            ? 'Requests to it fail, or give old content, before the next endpoint is tried.'
            : 'Images of this registry are no longer renewed there.',
        advice: `Use ${retired.instead}.`,
      };
    }
  },
};

/** A host that is named: the prefix of a table is told at its location, where the pulls go. */
function* places({ model }: RegistriesDocument): Iterable<Located<string> & { readonly name: string }> {
  const { registries, searchRegistries, v1 } = model;
  for (const list of [searchRegistries, v1.search])
    for (const item of list?.items ?? []) yield { ...item, name: item.value };
  for (const { prefix, location, mirrors } of registries) {
    const at = location ?? prefix;
    if (at !== undefined) {
      const retiredPrefix = prefix !== undefined && findRetired(hostOf(prefix.value)) !== undefined;
      if (retiredPrefix) yield { ...at, name: prefix.value };
      else yield { ...at, name: at.value };
    }
    for (const mirror of mirrors)
      if (mirror.location !== undefined) yield { ...mirror.location, name: mirror.location.value };
  }
}
