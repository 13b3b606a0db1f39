import type { Parsed } from '../dialects/document.ts';
import type { ImageConfig, MirrorSet, ResourceList } from '../dialects/openshift/model.ts';
import type { GeneratedFile } from '../generate/generated.ts';
import { type IntendedRegistry, intentOf } from '../generate/intent.ts';
import { madeDocument } from '../generate/openshift/made-document.ts';
import { locateField } from '../policy/locate.ts';
import type { MirrorPolicy, PolicyList } from '../policy/model.ts';
import { trimmed } from '../policy/resolve.ts';
import type { Span } from '../text/span.ts';

/** From here on, up to the next mark, a file that was made says what stands at `to` in the policy. */
export interface Mark {
  readonly start: number;
  /** Undefined where no answer says it. */
  readonly to: Span | undefined;
}

/** What a policy asks for, by the names that stand in resources. */
interface Sources {
  readonly policy: Parsed<MirrorPolicy>;
  readonly registries: ReadonlyMap<string, IntendedRegistry>;
}

/** Where the entries of a resource come from. What stands before the first entry comes from no answer. */
export function resourceMarks(policy: Parsed<MirrorPolicy>, file: GeneratedFile): readonly Mark[] {
  const { registries } = intentOf(policy.model);
  const sources = { policy, registries: new Map(registries.map((registry) => [registry.name, registry])) };
  return madeDocument(file).model.resources.flatMap((resource) => {
    if (resource.kind === 'Image') return imageMarks(resource, sources);
    return 'rules' in resource ? setMarks(resource, sources) : [];
  });
}

function setMarks({ rules }: MirrorSet, { policy, registries }: Sources): readonly Mark[] {
  return rules.flatMap(({ source, mirrors }): Mark[] => {
    const registry = registries.get(source.value);
    if (registry === undefined) return [];
    const fields = new Map(registry.mirrors.map(({ location, field }) => [location, field]));
    const to = locateField(policy, registry.field);
    return [
      { start: source.span.start, to },
      ...mirrors.map(({ value, span }) => {
        const field = fields.get(value);
        return { start: span.start, to: field === undefined ? to : locateField(policy, field) };
      }),
    ];
  });
}

function imageMarks(
  { allowed, blocked, insecure, search, trustedCA }: ImageConfig,
  { policy, registries }: Sources,
): readonly Mark[] {
  const { model } = policy;
  const named = (name: string): Span | undefined => {
    const field = registries.get(name)?.field;
    return field === undefined ? undefined : locateField(policy, field);
  };
  const mirrors = new Map(
    [...registries.values()].flatMap((registry) =>
      registry.mirrors.map(({ location, field }) => [location, field] as const),
    ),
  );
  const mirror = (name: string): Span | undefined => {
    const field = mirrors.get(name);
    return field === undefined ? undefined : locateField(policy, field);
  };
  // the config map is named because a mirror has an authority of its own
  const authority = model.upstreams.flatMap(({ mirrors: own }) => own.flatMap(({ ca }) => ca ?? []))[0];
  const trust = authority === undefined || trustedCA === undefined ? [] : [trustedCA.span.start];
  return [
    ...trust.map((start) => ({ start, to: authority?.span })),
    ...listMarks(allowed, [model.allowed], () => undefined),
    ...listMarks(blocked, [model.blocked, model.rejected], named),
    ...listMarks(insecure, [model.insecure], (name) => named(name) ?? mirror(name)),
    ...listMarks(search, [model.search], () => undefined),
  ];
}

/** An entry comes from one of the lists of the policy, else from the answer that `other` finds. */
function listMarks(
  made: ResourceList | undefined,
  lists: readonly (PolicyList | undefined)[],
  other: (name: string) => Span | undefined,
): readonly Mark[] {
  if (made === undefined) return [];
  const items = lists.flatMap((list) => list?.items ?? []);
  const places = new Map(items.map(({ value, span }) => [trimmed(value), span]));
  const whole = lists.find((list) => list !== undefined)?.keySpan;
  const entries = made.items.map(({ value, span }) => ({
    start: span.start,
    to: places.get(value) ?? other(value) ?? whole,
  }));
  return [{ start: made.keySpan.start, to: whole ?? entries[0]?.to }, ...entries];
}
