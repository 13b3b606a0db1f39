import type { Parsed } from '../dialects/document.ts';
import type { MirrorTable, RegistryTable, TypeErrorAt } from '../dialects/registries-conf/model.ts';
import type { RegistriesDocument } from '../runtimes/containers/config.ts';
import { lastStarting } from '../text/last-starting.ts';
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
  const { registries } = document.model;
  return registries[lastStarting(registries, span.start)];
}

/** The mirror whose lines hold the span. */
export function mirrorHolding(document: RegistriesDocument, span: Span): MirrorTable | undefined {
  const mirrors = registryHolding(document, span)?.mirrors ?? [];
  return mirrors[lastStarting(mirrors, span.start)];
}
