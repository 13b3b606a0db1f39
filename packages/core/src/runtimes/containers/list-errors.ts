import type { Alias, RegistriesConf, StringList } from '../../dialects/registries-conf/model.ts';
import { isDomain, isDomainLike, parseNormalized, parseReference } from '../../model/reference.ts';
import { atLeast } from '../../model/target.ts';
import type { ErrorSink } from './error-sink.ts';
import { checkScheme } from './table-errors.ts';
import { trimSlashes } from './values.ts';

const modes: ReadonlySet<string> = new Set(['', 'enforcing', 'permissive', 'disabled']);

/** Conditions of the top-level keys other than `registry`. */
export function checkLists(model: RegistriesConf, sink: ErrorSink): void {
  const { library } = sink.target;
  if (model.searchRegistries !== undefined) checkSearch(model.searchRegistries, sink);
  if (!atLeast(library, [5, 8, 0])) return;
  const mode = model.shortNameMode;
  if (mode !== undefined && !modes.has(mode.value)) {
    sink.add('B12', mode.span, `invalid short-name mode: "${mode.value}"`, { value: mode.value });
  }
  for (const alias of model.aliases?.names ?? []) checkAlias(alias, sink);
}

/** Each entry must be `host[:port]` by the grammar, after trailing slashes are cut. */
export function checkSearch(list: StringList, sink: ErrorSink): void {
  for (const item of list.items) {
    checkScheme(item, sink);
    const value = trimSlashes(item.value);
    if (isDomain(value) || /^https?:\/\//.test(value)) continue;
    sink.add('B11', item.span, `Invalid unqualified-search-registries entry "${value}"`, { value });
  }
}

/** An alias as `newShortNameAliasCache` checks it: both sides, all aliases. */
export function checkAlias({ name, value }: Alias, sink: ErrorSink): void {
  const nameError = shortNameError(name.value);
  if (nameError !== undefined) sink.add('B14', name.span, nameError, { value: name.value });
  const valueError = value.value === '' ? undefined : aliasValueError(value.value);
  if (valueError !== undefined) sink.add('B15', value.span, valueError, { value: value.value });
}

/** Why a text is no name of an alias, as the reader says it; undefined when it is one. */
export function shortNameError(name: string): string | undefined {
  const parsed = parseReference(name);
  if (!parsed.ok) return `cannot parse short name: "${name}": ${parsed.error}`;
  const { domain, tag, digest } = parsed.value;
  if (digest !== undefined) return `invalid short name "${name}": must not contain digest`;
  if (tag !== undefined) return `invalid short name "${name}": must not contain tag`;
  return isDomainLike(domain) ? `invalid short name "${name}": must not contain registry` : undefined;
}

/** Why a text is no value of an alias, as the reader says it; undefined when it is one. */
export function aliasValueError(value: string): string | undefined {
  const parsed = parseReference(value);
  if (!parsed.ok) return `parsing alias "${value}": ${parsed.error}`;
  const { domain, tag, digest } = parsed.value;
  if (digest !== undefined) return `invalid alias "${value}": must not contain digest`;
  if (tag !== undefined) return `invalid alias "${value}": must not contain tag`;
  if (!isDomainLike(domain)) return `invalid alias "${value}": must contain registry and repository`;
  const normalized = parseNormalized(value);
  return normalized.ok ? undefined : `parsing alias "${value}": ${normalized.error}`;
}
