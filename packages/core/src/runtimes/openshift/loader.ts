import { readRegistriesConf } from '../../dialects/registries-conf/read.ts';
import { sourceText } from '../../text/source.ts';
import type { EffectiveConfig } from '../containers/config.ts';
import { loadConfig } from '../containers/load.ts';
import { parseTarget } from '../containers/targets.ts';

export const registriesPath = '/etc/containers/registries.conf';
export const searchPath = '/etc/containers/registries.conf.d/01-image-searchRegistries.conf';

/** What the loader of a node makes of registries.conf and the search drop-in. */
export function loadNode(registries: string, search?: string): EffectiveConfig {
  const target = parseTarget('containers-image@5.39');
  if (!target.ok) throw new Error(target.message);
  const main = {
    document: readRegistriesConf(registriesPath, sourceText(registries)),
    role: 'main' as const,
  };
  const dropIns =
    search === undefined
      ? []
      : [{ document: readRegistriesConf(searchPath, sourceText(search)), role: 'drop-in' as const }];
  return loadConfig([main, ...dropIns], target.target);
}

/** The loader's first complaint in its own words, or undefined. */
export function loaderError({ loadErrors }: EffectiveConfig): string | undefined {
  const [first] = loadErrors;
  if (first === undefined) return undefined;
  const { path } = first.origin;
  const what = path === searchPath ? 'drop-in registries configuration' : 'registries configuration';
  return `loading ${what} "${path}": ${first.message}`;
}
