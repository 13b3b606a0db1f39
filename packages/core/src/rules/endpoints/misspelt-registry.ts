import type { Located } from '../../model/provenance.ts';
import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import { hostOf, likelyRegistry } from '../data/hosts.ts';
import { notablePlaces } from '../facts/notable-places.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Fix, Rule } from '../rule.ts';

export const misspeltRegistry: Rule = {
  meta: {
    code: 'MW317',
    name: 'misspelt-registry',
    family: 'endpoints',
    severity: 'warning',
    summary: 'A host is one letter away from a well-known registry.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    const aliases = document.model.aliases?.names.map(({ value }) => value) ?? [];
    for (const place of [...notablePlaces(document), ...aliases]) {
      const host = hostOf(place.value);
      const meant = likelyRegistry(host);
      if (meant === undefined) continue;
      yield {
        path: document.path,
        span: place.span,
        message: `${host} is not ${meant}; did you mean ${meant}?`,
        why: 'Any host is accepted. A name nobody has fails; one that somebody registered gets your pulls.',
        advice: `Write ${meant}.`,
        fixes: replaceHost(document, place, host, meant),
      };
    }
  },
};

function replaceHost(
  { path, source }: RegistriesDocument,
  { span }: Located<string>,
  host: string,
  meant: string,
): readonly Fix[] {
  const at = source.text.slice(span.start, span.end).indexOf(host);
  if (at === -1) return [];
  const start = span.start + at;
  const edit = { path, span: { start, end: start + host.length }, newText: meant };
  return [{ title: `Write ${meant}`, safety: 'review', edits: [edit] }];
}
