import type { LibraryVersion } from '../../model/target.ts';

/** A key of the file format: its meaning, type and history, typed once for rules, pages and schemas. */
export interface FieldInfo {
  readonly key: string;
  readonly type: 'string' | 'boolean' | 'string-list' | 'tables' | 'string-map' | 'table';
  /** What happens when it is absent, in words. */
  readonly defaultText: string;
  readonly values?: readonly string[];
  readonly documentation: string;
  /** The containers/image release that first reads it. */
  readonly since: LibraryVersion;
  /** The first release that refuses it. */
  readonly removed?: LibraryVersion;
}

export type FieldScope = 'top' | 'registry' | 'mirror' | 'v1' | 'v1-list';

/** All keys, by the kind of table they stand in. Source: containers-registries.conf(5) and sysregistriesv2. */
export const fields: Readonly<Record<FieldScope, readonly FieldInfo[]>> = {
  top: [
    {
      key: 'unqualified-search-registries',
      type: 'string-list',
      defaultText: 'no search: short names without an alias fail',
      documentation: 'Registries (`host[:port]`) to try, in order, for a short name that no alias answers.',
      since: [2, 0, 0],
    },
    {
      key: 'credential-helpers',
      type: 'string-list',
      defaultText: '`containers-auth.json` alone',
      documentation: 'Credential helpers to ask, in order; `containers-auth.json` stands for the auth files.',
      since: [5, 11, 0],
    },
    {
      key: 'short-name-mode',
      type: 'string',
      defaultText: '`permissive`',
      values: ['enforcing', 'permissive', 'disabled'],
      documentation:
        'What happens to a short name with several candidates: ask, try all, or do not use aliases to ask.',
      since: [5, 8, 0],
    },
    {
      key: 'additional-layer-store-auth-helper',
      type: 'string',
      defaultText: 'none',
      documentation:
        'A program that gets the credentials of the registry on its standard input for layer stores.',
      since: [5, 32, 0],
    },
    {
      key: 'registry',
      type: 'tables',
      defaultText: 'none',
      documentation:
        'One `[[registry]]` table for each registry, namespace or repository with its own settings.',
      since: [2, 0, 0],
    },
    {
      key: 'aliases',
      type: 'string-map',
      defaultText: 'none',
      documentation:
        'Short name to full repository name, without tag; an empty value erases an earlier alias.',
      since: [5, 8, 0],
    },
    {
      key: 'registries',
      type: 'table',
      defaultText: 'none',
      documentation:
        'The version 1 format: `[registries.search]`, `[registries.insecure]`, `[registries.block]`.',
      since: [0, 0, 0],
      removed: [5, 40, 0],
    },
  ],
  registry: [
    {
      key: 'prefix',
      type: 'string',
      defaultText: 'the location',
      documentation:
        'Images whose name starts with it use this table; the longest prefix wins. `*.host` is a wildcard.',
      since: [2, 0, 0],
    },
    {
      key: 'location',
      type: 'string',
      defaultText: 'required, except with a wildcard prefix',
      documentation: 'Where the images really are: it replaces the matched prefix.',
      since: [2, 0, 0],
    },
    {
      key: 'insecure',
      type: 'boolean',
      defaultText: 'false',
      documentation: 'Allow TLS without verification, and plain HTTP. Not inherited by mirrors.',
      since: [2, 0, 0],
    },
    {
      key: 'blocked',
      type: 'boolean',
      defaultText: 'false',
      documentation: 'Refuse access to matching names. Mirrors of the table are still used.',
      since: [2, 0, 0],
    },
    {
      key: 'mirror-by-digest-only',
      type: 'boolean',
      defaultText: 'false',
      documentation: 'Use the mirrors only for references with a digest.',
      since: [2, 0, 0],
    },
    {
      key: 'mirror',
      type: 'tables',
      defaultText: 'none',
      documentation: 'One `[[registry.mirror]]` table for each mirror, tried in order before the location.',
      since: [2, 0, 0],
    },
  ],
  mirror: [
    {
      key: 'location',
      type: 'string',
      defaultText: 'required',
      documentation: 'Where the mirror keeps what matches the prefix: it replaces the matched prefix.',
      since: [2, 0, 0],
    },
    {
      key: 'insecure',
      type: 'boolean',
      defaultText: 'false',
      documentation: 'Allow TLS without verification, and plain HTTP, for this mirror.',
      since: [2, 0, 0],
    },
    {
      key: 'pull-from-mirror',
      type: 'string',
      defaultText: '`all`',
      values: ['all', 'digest-only', 'tag-only'],
      documentation: 'For which references this mirror is used.',
      since: [5, 21, 0],
    },
  ],
  v1: [
    {
      key: 'search',
      type: 'table',
      defaultText: 'none',
      documentation: 'Version 1: the search list.',
      since: [0, 0, 0],
      removed: [5, 40, 0],
    },
    {
      key: 'insecure',
      type: 'table',
      defaultText: 'none',
      documentation: 'Version 1: registries without verified TLS.',
      since: [0, 0, 0],
      removed: [5, 40, 0],
    },
    {
      key: 'block',
      type: 'table',
      defaultText: 'none',
      documentation: 'Version 1: registries that are refused.',
      since: [0, 0, 0],
      removed: [5, 40, 0],
    },
  ],
  'v1-list': [
    {
      key: 'registries',
      type: 'string-list',
      defaultText: 'none',
      documentation: 'Version 1: the registries of the list.',
      since: [0, 0, 0],
      removed: [5, 40, 0],
    },
  ],
};
