import { createNode, explain, parseSnapshot, parseTarget, rootUser } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { generateConfig } from './support/generated-config.ts';
import { haveNamespaces, haveVersion } from './support/programs.ts';
import { type Random, random } from './support/random.ts';
import { type AccessAnswer, scratch, skopeoAttempts, writeHome } from './support/skopeo.ts';

const ready = haveVersion('skopeo', '1.9.3') && haveNamespaces();

/** Twelve configurations written for what they exercise, so that none is trivial. */
const configurations: Readonly<Record<string, string>> = {
  'one mirror': reg('quay.io', { mirrors: ['m1.corp.example/quay'] }),
  'order and flags':
    reg('quay.io', { mirrors: ['m2.corp.example', 'm1.corp.example!', 'm3.corp.example:8443/q'] }) +
    reg('docker.io', { extra: 'insecure = true' }),
  'longest prefix':
    reg('quay.io', { mirrors: ['a.corp.example'] }) +
    reg('quay.io/acme', { mirrors: ['b.corp.example'] }) +
    reg('quay.io/acme/web', { location: 'c.corp.example/w' }),
  wildcards:
    reg('*.corp.example', { noLocation: true, mirrors: ['cache.other.example/corp'] }) +
    reg('*.eu.corp.example', { noLocation: true }) +
    reg('a.corp.example', { mirrors: ['m1.other.example'] }),
  ports:
    reg('reg.corp.example', { location: 'new.corp.example' }) +
    reg('reg.corp.example:5000', { mirrors: ['m1.corp.example:5000!'] }) +
    reg('localhost', { extra: 'insecure = true' }),
  'digest only': reg('quay.io', {
    extra: 'mirror-by-digest-only = true',
    mirrors: ['m1.corp.example/q', 'm2.corp.example'],
  }),
  'pull from mirror': reg('quay.io', {
    mirrors: ['m1.corp.example|tag-only', 'm2.corp.example|digest-only', 'm3.corp.example|all'],
  }),
  blocked:
    reg('quay.io', { extra: 'blocked = true', mirrors: ['m1.corp.example'] }) +
    reg('docker.io', { extra: 'blocked = true' }) +
    reg('gcr.io', { mirrors: ['quay.io/mirror', 'm2.corp.example'] }),
  rewriting:
    reg('docker.io', { location: 'registry-1.docker.io', mirrors: ['m1.corp.example/hub'] }) +
    reg('docker.io/library', { location: 'cache.corp.example/official' }) +
    reg('hub.corp.example', { location: 'docker.io' }),
  'bad endpoints':
    reg('quay.io', { mirrors: ['m1.corp.example', 'cache'] }) +
    reg('ghcr.io', { location: 'ghcr.io/Upper' }) +
    reg('gcr.io', { mirrors: ['u@m1.corp.example'] }),
  'never matching':
    reg('Docker.io', { mirrors: ['m1.corp.example'] }) +
    reg('index.docker.io', { mirrors: ['m2.corp.example'] }) +
    reg('quay.io//acme', { mirrors: ['m3.corp.example'] }) +
    reg('nginx', { mirrors: ['m1.corp.example'] }),
  'duplicates and slashes':
    reg('quay.io/', { location: 'first.corp.example/' }) +
    reg('quay.io', { location: 'second.corp.example' }) +
    reg('ghcr.io', { mirrors: ['ghcr.io', 'ghcr.io'] }),
};

interface TableOptions {
  readonly location?: string;
  readonly noLocation?: boolean;
  readonly extra?: string;
  /** `!` at the end means insecure, `|kind` a pull-from-mirror value. */
  readonly mirrors?: readonly string[];
}

function reg(prefix: string, { location, noLocation = false, extra, mirrors = [] }: TableOptions): string {
  const lines = ['[[registry]]', `prefix = "${prefix}"`];
  if (!noLocation) lines.push(`location = "${location ?? prefix}"`);
  if (extra !== undefined) lines.push(extra);
  for (const mirror of mirrors) {
    const [place, kind] = mirror.replace(/!$/, '').split('|');
    lines.push('[[registry.mirror]]', `location = "${place}"`);
    if (mirror.endsWith('!')) lines.push('insecure = true');
    if (kind !== undefined) lines.push(`pull-from-mirror = "${kind}"`);
  }
  return `${lines.join('\n')}\n`;
}

const hosts = [
  'docker.io',
  'quay.io',
  'ghcr.io',
  'gcr.io',
  'index.docker.io',
  'registry-1.docker.io',
  'reg.corp.example',
  'reg.corp.example:5000',
  'reg.corp.example:443',
  'a.corp.example',
  'ab.corp.example:5000',
  'r.eu.corp.example',
  'corp.example',
  'hub.corp.example',
  'localhost:5000',
  'localhost',
  'Quay.io',
  'Docker.io',
  'quay.iox',
];
const repositories = [
  'web',
  'nginx',
  'library/nginx',
  'acme/web',
  'acme/web/api',
  'acmex/web',
  'a/b/c/d',
  'x',
];
const tails = ['', ':1', ':latest', `@sha256:${'b'.repeat(64)}`, ':v1.2-rc.3'];

function reference(choose: Random): string {
  const short = choose.chance(0.1);
  return `${short ? '' : `${choose.pick(hosts)}/`}${choose.pick(repositories)}${choose.pick(tails)}`;
}

/** Names only: ports and paths are cut, upper case is kept for the resolver to fold. */
const names = [
  ...new Set([
    ...hosts.map((host) => host.replace(/:\d+$/, '')),
    ...['m1', 'm2', 'm3', 'a', 'b', 'c', 'cache', 'first', 'second', 'new'].map(
      (name) => `${name}.corp.example`,
    ),
    'cache.other.example',
    'm1.other.example',
  ]),
].filter((name) => name !== 'localhost');

function expectSame(text: string, references: readonly string[], answers: readonly AccessAnswer[]): void {
  const target = parseTarget('skopeo@1.9.3');
  if (!target.ok) throw new Error(target.message);
  const parsed = parseSnapshot({
    files: [{ path: 'root/.config/containers/registries.conf', text }],
    rooted: true,
    user: rootUser,
    unreadable: [],
  });
  const node = createNode(parsed, target.target);
  const mine = references.map((ref) => {
    const { candidates, verdict, error } = explain(node, ref);
    const failed = verdict === 'rewrite-error' || verdict === 'reference-error';
    const attempts = failed ? [] : candidates.filter(({ order }) => order !== null);
    return {
      ref,
      error: failed ? error : null,
      attempts: attempts.map(({ reference: asked, insecure, blockedBy }) => ({
        reference: asked,
        // a refused attempt opens no connection, so its flag cannot be seen
        insecure: blockedBy === undefined && insecure,
        blocked: blockedBy !== undefined,
      })),
    };
  });
  const theirs = answers.map((answer, index) => ({
    ref: references[index]!,
    error:
      answer.error === null
        ? null
        : mine[index]!.error !== null && answer.error.includes(mine[index]!.error)
          ? mine[index]!.error
          : answer.error,
    attempts: answer.attempts,
  }));
  expect(mine).toEqual(theirs);
}

describe.skipIf(!ready)('explain and the debug log of the real skopeo agree on every endpoint', () => {
  it.each(Object.entries(configurations))('%s: 300 references', { timeout: 120_000 }, (name, text) => {
    const choose = random([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
    const references = Array.from({ length: 300 }, () => reference(choose));
    const home = scratch('explain');
    try {
      writeHome(home.path, { main: text });
      expectSame(text, references, skopeoAttempts(home.path, references, names));
    } finally {
      home.dispose();
    }
  });

  it('and for generated configurations that load', { timeout: 120_000 }, () => {
    const chosen = Array.from({ length: 60 }, (_, index) =>
      generateConfig(random(90_001 + index), 2 * index + 1),
    );
    const target = parseTarget('skopeo@1.9.3');
    if (!target.ok) throw new Error(target.message);
    const loading = chosen.filter(({ main, dropIns }) => {
      const parsed = parseSnapshot({
        files: [{ path: 'root/.config/containers/registries.conf', text: main }],
        rooted: true,
        user: rootUser,
        unreadable: [],
      });
      return dropIns.size === 0 && createNode(parsed, target.target).config().loadErrors.length === 0;
    });
    expect(loading.length).toBeGreaterThan(20);
    for (const [index, { main }] of loading.slice(0, 25).entries()) {
      const choose = random(index + 1);
      const references = Array.from({ length: 20 }, () => reference(choose));
      const home = scratch('explain');
      try {
        writeHome(home.path, { main });
        expectSame(
          main,
          references,
          skopeoAttempts(home.path, references, [
            ...names,
            'm1.corp.example',
            'm2.corp.example',
            'cache.corp.example',
          ]),
        );
      } finally {
        home.dispose();
      }
    }
  });
});
