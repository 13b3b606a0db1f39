import type { Parsed } from '../dialects/document.ts';
import type { MirrorTable, RegistryTable, TypeErrorAt } from '../dialects/registries-conf/model.ts';
import type { RegistriesDocument } from '../runtimes/containers/config.ts';
import type { Span } from '../text/span.ts';

export function isRegistriesConf(document: Parsed): document is RegistriesDocument {
  return document.dialect === 'registries-conf';
}

/** `docker.io/x = "..."` under [aliases]: the dot makes a table of it. */
export function isUnquotedAlias({ path, found }: TypeErrorAt): boolean {
  return path.startsWith('aliases.') && found === 'table';
}

/** The registry whose own lines hold the span. Tables are in document order. */
export function registryHolding(document: RegistriesDocument, span: Span): RegistryTable | undefined {
  return lastStarting(document.model.registries, span);
}

/** The mirror whose lines hold the span. */
export function mirrorHolding(document: RegistriesDocument, span: Span): MirrorTable | undefined {
  return lastStarting(registryHolding(document, span)?.mirrors ?? [], span);
}

function lastStarting<T extends { readonly span: Span }>(
  tables: readonly T[],
  { start }: Span,
): T | undefined {
  let low = 0;
  let high = tables.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tables[middle]!.span.start <= start) low = middle + 1;
    else high = middle;
  }
  return tables[low - 1];
}
