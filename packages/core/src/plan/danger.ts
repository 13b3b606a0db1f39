import { isNodePolicyPath } from '../dialects/policy-json/detect.ts';
import { dialectByPath } from '../dialects/registries-conf/detect.ts';
import type { Target } from '../model/target.ts';
import type { EffectiveConfig, EffectiveRegistry } from '../runtimes/containers/config.ts';
import { createNode, type ParsedSnapshot } from '../snapshot/parse.ts';
import type { Placement } from './destinations.ts';
import { editsBetween } from './edits.ts';

/** plain: y/N is enough. severe: the id of the plan is typed. Each reason in words. */
export interface Danger {
  readonly severity: 'plain' | 'severe';
  readonly reasons: readonly string[];
}

/** A file as it is and as it would be. */
export interface Change {
  readonly path: string;
  readonly realPath: string;
  /** null: there is no file. */
  readonly before: string | null;
  readonly after: string;
  readonly placement: Placement;
}

/** What of a change asks for more than a yes: it takes something away, opens something, or lies where it does not belong. */
export function reasonsOf(
  changes: readonly Change[],
  targets: readonly Target[],
  before: ParsedSnapshot,
  after: ParsedSnapshot,
): readonly string[] {
  const changed = changes.filter((change) => change.before !== change.after);
  const reasons = new Set<string>();
  for (const { path, placement, before: old, after: now } of changed) {
    if (placement === 'foreign') reasons.add(`${path} is none of the files that the runtimes read`);
    if (isSignatureFile(path)) reasons.add(`${path} changes what signatures images need`);
    else if (old !== null && dialectByPath(path.slice(1)) === undefined) {
      const lines = linesGone(old, now);
      if (lines > 0) reasons.add(`${path} loses ${lines} line${lines === 1 ? '' : 's'}`);
    }
  }
  if (changed.some(({ path }) => dialectByPath(path.slice(1)) !== undefined)) {
    for (const target of targets) {
      const [old, now] = [createNode(before, target).config(), createNode(after, target).config()];
      for (const reason of [...entriesGone(old, now), ...tlsGone(old, now)]) reasons.add(reason);
    }
  }
  return [...reasons];
}

function isSignatureFile(path: string): boolean {
  return isNodePolicyPath(path.slice(1)) || /\/registries\.d\/[^/]+\.yaml$/.test(path);
}

function linesGone(before: string, after: string): number {
  return editsBetween(before, after)
    .filter(({ start, end }) => end > start)
    .reduce((sum, { start, end }) => sum + Math.max(1, before.slice(start, end).split('\n').length - 1), 0);
}

function tablesOf({ registries }: EffectiveConfig): ReadonlyMap<string, EffectiveRegistry> {
  return new Map(registries.map((registry) => [registry.prefix, registry]));
}

function entriesGone(before: EffectiveConfig, after: EffectiveConfig): readonly string[] {
  const now = tablesOf(after);
  const reasons: string[] = [];
  for (const [prefix, old] of tablesOf(before)) {
    const kept = now.get(prefix);
    if (kept === undefined) {
      reasons.push(`the entry of ${prefix} goes`);
      continue;
    }
    const mirrors = new Set(kept.mirrors.map(({ location }) => location));
    for (const { location } of old.mirrors)
      if (!mirrors.has(location)) reasons.push(`${prefix} loses its mirror ${location}`);
    if (old.blocked && !kept.blocked) reasons.push(`${prefix} is blocked no more`);
  }
  const searched = new Set(after.searchRegistries?.values);
  for (const entry of before.searchRegistries?.values ?? [])
    if (!searched.has(entry)) reasons.push(`${entry} is searched for short names no more`);
  for (const [name, { value }] of before.aliases)
    if (value !== '' && (after.aliases.get(name)?.value ?? '') === '')
      reasons.push(`the short name ${name} goes`);
  return reasons;
}

/** Endpoints of a registry that are reached without verified TLS. */
function insecureOf({ location, insecure, mirrors }: EffectiveRegistry): readonly string[] {
  const open = mirrors.filter((mirror) => mirror.insecure).map((mirror) => mirror.location);
  return insecure && location !== '' ? [location, ...open] : open;
}

function tlsGone(before: EffectiveConfig, after: EffectiveConfig): readonly string[] {
  const open = new Set(before.registries.flatMap(insecureOf));
  return after.registries
    .flatMap(insecureOf)
    .filter((location) => !open.has(location))
    .map((location) => `${location} is reached without verified TLS`);
}

/** The danger of a whole plan: that of its nodes, and that there are several. */
export function dangerOf(
  nodes: readonly { readonly name: string; readonly reasons: readonly string[] }[],
): Danger {
  const several = nodes.length > 1;
  const reasons = nodes.flatMap(({ name, reasons: own }) =>
    own.map((reason) => (several ? `${name}: ${reason}` : reason)),
  );
  const all = several ? [`${nodes.length} nodes are changed`, ...reasons] : reasons;
  return { severity: all.length > 0 ? 'severe' : 'plain', reasons: all };
}
