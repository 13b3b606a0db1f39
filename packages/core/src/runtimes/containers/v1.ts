import type { RegistriesConf, StringList } from '../../dialects/registries-conf/model.ts';
import type { Located } from '../../model/provenance.ts';
import { atLeast, type Target } from '../../model/target.ts';
import type { Span } from '../../text/span.ts';
import type { EffectiveRegistry, FileRole, RegistriesDocument } from './config.ts';
import type { ErrorSink } from './error-sink.ts';
import { checkSearch } from './list-errors.ts';
import { checkScheme } from './table-errors.ts';
import { trimSlashes } from './values.ts';

/** The first thing in the file that makes it version 1 for this release, or undefined. */
export function v1Content(model: RegistriesConf, target: Target): Span | undefined {
  // from 5.24 a list counts even when it is empty; the header alone never does
  const counts = (list: StringList | undefined): list is StringList =>
    list !== undefined && (list.items.length > 0 || atLeast(target.library, [5, 24, 0]));
  return [model.v1.search, model.v1.insecure, model.v1.block].find(counts)?.keySpan;
}

/** The first thing in the file that makes it version 2 for this release, when version 1 content stands beside it. */
export function v2Content(model: RegistriesConf, target: Target): Span | undefined {
  const { library } = target;
  const emptyCounts = atLeast(library, [5, 24, 0]);
  const nonEmpty = (list: StringList | undefined): Span | undefined =>
    list !== undefined && (emptyCounts || list.items.length > 0) ? list.keySpan : undefined;
  const aliasCount = model.aliases?.names.length ?? 0;
  const tables = model.registries.length > 0 || emptyCounts ? model.registryEntry?.keySpan : undefined;
  const always = model.registries[0]?.headSpan ?? tables ?? nonEmpty(model.searchRegistries);
  if (always !== undefined || !atLeast(library, [5, 16, 0])) return always;
  const mode = model.shortNameMode;
  const helper = model.additionalLayerStoreAuthHelper;
  return (
    (aliasCount > 0 || emptyCounts ? model.aliases?.span : undefined) ??
    nonEmpty(model.credentialHelpers) ??
    (mode !== undefined && mode.value !== '' ? mode.keySpan : undefined) ??
    (helper !== undefined && helper.value !== '' && atLeast(library, [5, 32, 0]) ? helper.keySpan : undefined)
  );
}

/** Conditions of version 1 content. Returns whether the file is to be loaded as version 1. */
export function checkV1(model: RegistriesConf, role: FileRole, sink: ErrorSink): boolean {
  const v1 = v1Content(model, sink.target);
  if (v1 === undefined) return false;
  if (atLeast(sink.target.library, [5, 40, 0])) {
    sink.add('B18', v1, 'registries.conf must be in v2 format but is in v1');
    return false;
  }
  if (role === 'drop-in') {
    sink.add('B17', v1, 'registry must be in v2 format but is in v1');
    return false;
  }
  const v2 = v2Content(model, sink.target);
  if (v2 !== undefined) {
    const related = { span: v2, message: 'version 2 content is here' };
    sink.add('B16', v1, 'mixing sysregistry v1/v2 is not supported', { related });
    return false;
  }
  checkV1Entries(model, sink);
  return true;
}

function v1Entries(model: RegistriesConf): readonly Located<string>[] {
  return [...(model.v1.block?.items ?? []), ...(model.v1.insecure?.items ?? [])];
}

/** The entries become tables and pass the same checks as those. */
function checkV1Entries(model: RegistriesConf, sink: ErrorSink): void {
  if (model.v1.search !== undefined) checkSearch(model.v1.search, sink);
  for (const entry of v1Entries(model)) {
    checkScheme(entry, sink);
    const value = trimSlashes(entry.value);
    if (value === '') sink.add('B3', entry.span, 'invalid condition: both location and prefix are unset');
    if (value.startsWith('*.') && /[/@:]/.test(value) && atLeast(sink.target.library, [5, 11, 0])) {
      sink.add('B13', entry.span, 'Wildcarded prefix should be in the format: *.example.com', { value });
    }
  }
}

/** One table for each distinct entry, with the flags of the lists it is in. */
export function v1Registries(document: RegistriesDocument): readonly EffectiveRegistry[] {
  const { v1 } = document.model;
  const blocked = new Set((v1.block?.items ?? []).map(({ value }) => trimSlashes(value)));
  const insecure = new Set((v1.insecure?.items ?? []).map(({ value }) => trimSlashes(value)));
  const tables = new Map<string, EffectiveRegistry>();
  for (const { value, span } of v1Entries(document.model)) {
    const location = trimSlashes(value);
    if (tables.has(location)) continue;
    tables.set(location, {
      prefix: location,
      location,
      insecure: insecure.has(location),
      blocked: blocked.has(location),
      mirrorByDigestOnly: false,
      mirrors: [],
      document,
      origin: { path: document.path, span },
    });
  }
  return [...tables.values()];
}
