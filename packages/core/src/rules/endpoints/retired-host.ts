import type { Located } from '../../model/provenance.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import { hostOf } from '../data/hosts.ts';
import { findRetired, type RetiredHost } from '../data/retired-hosts.ts';
import { undecidedPlaces } from '../facts/notable-places.ts';
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
    for (const { value, span, name, retired } of retiredPlaces(document)) {
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

interface RetiredPlace extends Located<string> {
  readonly name: string;
  readonly retired: RetiredHost;
}

/** Hosts that are named: the prefix of a table is told at its location, where the pulls go. */
function* retiredPlaces(document: RegistriesDocument): Iterable<RetiredPlace> {
  if (!undecidedPlaces(document).some(({ value }) => retiredOf(value) !== undefined)) return;
  const { model } = document;
  const { registries, searchRegistries, v1 } = model;
  for (const list of [searchRegistries, v1.search])
    for (const item of list?.items ?? []) yield* retiredAt(item, item.value);
  for (const { prefix, location, mirrors } of registries) {
    const at = location ?? prefix;
    if (at !== undefined) {
      const retiredPrefix = prefix !== undefined && retiredOf(prefix.value) !== undefined;
      yield* retiredAt(at, retiredPrefix ? prefix.value : at.value);
    }
    for (const mirror of mirrors)
      if (mirror.location !== undefined) yield* retiredAt(mirror.location, mirror.location.value);
  }
}

const none: readonly RetiredPlace[] = [];

function retiredAt(place: Located<string>, name: string): readonly RetiredPlace[] {
  const retired = retiredOf(name);
  return retired === undefined ? none : [{ ...place, name, retired }];
}

function retiredOf(place: string): RetiredHost | undefined {
  return findRetired(hostOf(place));
}
