import { isRegistryName, type NameRole, namesIn, publicRegistries } from '@mirrorwright/core';
import type { NamedFile } from '../names.ts';

export interface KnownName {
  readonly name: string;
  /** Where it comes from, in words. */
  readonly from: string;
}

/** Names that nobody should begin to use: the real one is in the list too. */
const otherNames: ReadonlySet<string> = new Set([
  'index.docker.io',
  'registry-1.docker.io',
  'k8s.gcr.io',
  'registry.centos.org',
]);

/** Names that fit a role: those of the workspace first, then well-known registries. */
export function knownNames(role: NameRole, files: readonly NamedFile[], here: string): readonly KnownName[] {
  const names = new Map<string, string>();
  const fits = (other: NameRole): boolean => (isRegistryName(role) ? isRegistryName(other) : other === role);
  for (const { document } of files.toSorted((a, b) => Number(b.uri === here) - Number(a.uri === here))) {
    for (const use of namesIn(document)) {
      const isName = fits(use.role) && /^[\w.:/@*-]+$/.test(use.value);
      if (isName && !names.has(use.value)) names.set(use.value, document.path);
    }
  }
  const found = [...names]
    .slice(0, 500)
    .map(([name, path]): KnownName => ({ name, from: `used in ${path}` }));
  if (!isRegistryName(role)) return found;
  const known = [...publicRegistries].filter((name) => !names.has(name) && !otherNames.has(name));
  return [...found, ...known.map((name): KnownName => ({ name, from: 'public registry' }))];
}
