import type { Parsed } from '../dialects/document.ts';
import type { TypeErrorAt } from '../dialects/registries-conf/model.ts';
import type { RegistriesDocument } from '../runtimes/containers/config.ts';

export function isRegistriesConf(document: Parsed): document is RegistriesDocument {
  return document.dialect === 'registries-conf';
}

/** `docker.io/x = "..."` under [aliases]: the dot makes a table of it. */
export function isUnquotedAlias({ path, found }: TypeErrorAt): boolean {
  return path.startsWith('aliases.') && found === 'table';
}
