import type { Parsed } from '../dialects/document.ts';
import { readPolicyJson } from '../dialects/policy-json/read.ts';
import type { RegistryTable } from '../dialects/registries-conf/model.ts';
import { readRegistriesConf } from '../dialects/registries-conf/read.ts';
import type { GeneratedFile } from '../generate/generated.ts';
import { intentOf } from '../generate/intent.ts';
import { locateField } from '../policy/locate.ts';
import type { MirrorPolicy, PolicyList } from '../policy/model.ts';
import { trimmed } from '../policy/resolve.ts';
import { sourceText } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { type Mark, resourceMarks } from './resource-places.ts';

/** From an offset in a file that was made to the place of the policy that caused what stands there, where one did. */
export type PlaceOf = (offset: number) => Span | undefined;

const places = new WeakMap<GeneratedFile, PlaceOf>();

/** The places of a file that was made from the policy; worked out once for each file. */
export function policyPlaces(policy: Parsed<MirrorPolicy>, file: GeneratedFile): PlaceOf {
  let place = places.get(file);
  if (place === undefined) {
    place = lookUp(marksOf(policy, file));
    places.set(file, place);
  }
  return place;
}

/** Node files have absolute paths; resources have names. */
function marksOf(policy: Parsed<MirrorPolicy>, file: GeneratedFile): readonly Mark[] {
  if (!file.path.startsWith('/')) return resourceMarks(policy, file);
  return file.path.endsWith('.json') ? scopeMarks(policy, file) : tableMarks(policy, file);
}

function lookUp(marks: readonly Mark[]): PlaceOf {
  const sorted = marks.toSorted((a, b) => a.start - b.start);
  return (offset) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    return sorted[low - 1]?.to;
  };
}

function tableMarks(policy: Parsed<MirrorPolicy>, file: GeneratedFile): readonly Mark[] {
  const { model } = readRegistriesConf(file.path, sourceText(file.content));
  const marks: Mark[] = [];
  const wanted = new Map(intentOf(policy.model).registries.map((registry) => [registry.name, registry]));
  for (const table of model.registries) {
    const registry = wanted.get(nameOf(table));
    if (registry === undefined) continue;
    marks.push({ start: table.headSpan.start, to: locateField(policy, registry.field) });
    for (const mirror of table.mirrors) {
      const location = trimmed(mirror.location?.value ?? '');
      const field = registry.mirrors.find((each) => each.location === location)?.field;
      if (field !== undefined) marks.push({ start: mirror.headSpan.start, to: locateField(policy, field) });
    }
  }
  const aliases = new Map(policy.model.aliases.map(({ name, value }) => [name.value, { name, value }]));
  for (const { name, value } of model.aliases?.names ?? []) {
    const alias = aliases.get(name.value);
    if (alias === undefined) continue;
    marks.push(
      { start: name.span.start, to: alias.name.span },
      { start: value.span.start, to: alias.value.span },
    );
  }
  return [...marks, ...topMarks(policy, model)];
}

function nameOf({ prefix, location }: RegistryTable): string {
  return trimmed(prefix?.value ?? '') || trimmed(location?.value ?? '');
}

function topMarks(
  { model }: Parsed<MirrorPolicy>,
  made: ReturnType<typeof readRegistriesConf>['model'],
): readonly Mark[] {
  const marks: Mark[] = [];
  const list = (at: typeof made.searchRegistries, from: PolicyList | undefined): void => {
    if (at === undefined || from === undefined) return;
    marks.push({ start: at.keySpan.start, to: from.keySpan });
    for (const { value, span } of at.items) {
      const item = from.items.find((each) => trimmed(each.value) === trimmed(value));
      if (item !== undefined) marks.push({ start: span.start, to: item.span });
    }
  };
  list(made.searchRegistries, model.search);
  list(made.credentialHelpers, model.credentialHelpers);
  const mode = made.shortNameMode?.keySpan;
  if (mode !== undefined && model.shortNames !== undefined)
    marks.push({ start: mode.start, to: model.shortNames.span });
  const helper = made.additionalLayerStoreAuthHelper?.keySpan;
  if (helper !== undefined && model.layerStoreAuthHelper !== undefined)
    marks.push({ start: helper.start, to: model.layerStoreAuthHelper.span });
  return marks;
}

function scopeMarks({ model }: Parsed<MirrorPolicy>, file: GeneratedFile): readonly Mark[] {
  const made = readPolicyJson(file.path, sourceText(file.content)).model;
  const items = [...(model.rejected?.items ?? []), ...(model.allowed?.items ?? [])];
  const byName = new Map(items.map((item) => [trimmed(item.value), item.span]));
  const list = model.allowed ?? model.rejected;
  const marks: Mark[] = list === undefined ? [] : [{ start: 0, to: list.keySpan }];
  for (const { scope } of made.transports.flatMap(({ scopes }) => scopes)) {
    const to = byName.get(scope.value) ?? list?.keySpan;
    if (to !== undefined) marks.push({ start: scope.span.start, to });
  }
  return marks;
}
