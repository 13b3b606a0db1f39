import type { Resolution } from '../runtimes/containers/candidates.ts';
import type { EffectiveAlias, EffectiveConfig } from '../runtimes/containers/config.ts';
import { allMatches, type Match } from '../runtimes/containers/match.ts';
import type { TraceLine } from './explanation.ts';

const start = { start: 0, end: 0 };

/** Which files were read, in order, and which of the node's files were not. */
export function fileLines(config: EffectiveConfig): readonly TraceLine[] {
  const read = config.files.map(({ path, role }) => ({
    text: `read as ${role}`,
    origin: { path, span: start },
  }));
  const ignored = config.notRead.map(({ path, reason }) => ({
    text: `not read: ${reason}`,
    origin: { path, span: start },
  }));
  if (read.length === 0)
    return [{ text: 'no registries.conf: every registry is asked itself', origin: null }, ...ignored];
  return [...read, ...ignored];
}

/** The tables that match, the winner first, and what was shadowed under its prefix. */
export function matchLines(
  config: EffectiveConfig,
  name: string,
  match: Match | undefined,
): readonly TraceLine[] {
  if (match === undefined) return [{ text: `no table matches ${name}`, origin: null }];
  const { registry } = match;
  const others = allMatches(config, name).filter((other) => other !== registry);
  const shadowed = config.shadowed.filter((entry) => entry.registry.prefix === registry.prefix);
  return [
    { text: `${registry.prefix} matches and wins (longest prefix)`, origin: registry.origin },
    ...others.map((other) => ({
      text: `${other.prefix} matches too, shadowed: nothing of it is inherited`,
      origin: other.origin,
    })),
    ...shadowed.map(({ registry: hidden, reason }) => ({
      text:
        reason === 'same-prefix-in-file'
          ? `a second table for ${hidden.prefix} in the same file is dropped`
          : `an earlier table for ${hidden.prefix} is replaced whole by a later file`,
      origin: hidden.origin,
    })),
  ];
}

export function aliasLine({ name, value, origin }: EffectiveAlias): TraceLine {
  return { text: value === '' ? `the alias ${name} is erased here` : `alias ${name} = ${value}`, origin };
}

/** What holds for nearly every configuration, said where it matters for this answer. */
export function facts(config: EffectiveConfig, { match, endpoints }: Resolution): readonly TraceLine[] {
  const lines: string[] = [];
  const asked = endpoints.filter(({ skipped }) => skipped === null);
  if (asked.length > 1)
    lines.push(
      'mirrors are tried in file order, the source last; the first that answers serves the whole pull',
    );
  if (match !== undefined && match.registry.mirrors.length > 0) {
    lines.push(
      "mirrors of a mirror are not followed; credentials, certificates and signature look-ups go by each endpoint's own host",
    );
  }
  if (asked.some(({ insecure }) => insecure))
    lines.push('insecure endpoints are tried over https without verification first, then over http');
  if (config.target.runtime === 'cri-o')
    lines.push('CRI-O reads changed files on reload (SIGHUP) only; the cluster sees them after that');
  return lines.map((text) => ({ text, origin: null }));
}
