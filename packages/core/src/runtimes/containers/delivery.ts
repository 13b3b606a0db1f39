import type { Target } from '../../model/target.ts';
import type { NodeFacts, ReloadStep, ValidateStep } from '../../ports.ts';
import { discover, type Reader } from './roots.ts';
import { parseTarget } from './targets.ts';

/*
 * What it takes to bring files to podman, buildah, skopeo and CRI-O on a node: which paths they read, what has to be
 * reloaded, how a candidate is validated, and what a staged file may be called.
 */

/** Programs whose version is asked for, with the runtime that each is. */
export const programs: Readonly<Record<string, Target['runtime']>> = {
  podman: 'podman',
  buildah: 'buildah',
  skopeo: 'skopeo',
  crio: 'cri-o',
};

/** The control group that exists as long as the service runs, in both layouts (systemd.resource-control(5)). */
const podmanMarkers = ['/sys/fs/cgroup', '/sys/fs/cgroup/systemd'].map(
  (mount) => `${mount}/system.slice/podman.service`,
);

/** Paths whose existence says which services run. */
export const serviceMarkers: readonly string[] = podmanMarkers;

/** Runtimes found on a node, at their versions; `unknown` says what was found and cannot be judged. */
export function foundTargets(versions: NodeFacts['versions']): {
  readonly targets: readonly Target[];
  readonly unknown: readonly string[];
} {
  const targets: Target[] = [];
  const unknown: string[] = [];
  for (const [program, runtime] of Object.entries(programs)) {
    const answer = Object.hasOwn(versions, program) ? versions[program]! : undefined;
    if (answer === undefined) continue;
    const version = /(?<![\d.])(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)/.exec(answer.slice(0, 1000))?.[1];
    const result = version === undefined ? undefined : parseTarget(`${runtime}@${version}`);
    if (result?.ok === true) targets.push(result.target);
    else unknown.push(result?.message ?? `${program} does not tell its version`);
  }
  return { targets, unknown };
}

const system = [
  /^\/etc\/containers\/registries\.conf$/,
  /^\/etc\/containers\/registries(?:\.rootful|\.rootless)?\.conf\.d\/(?:\d+\/)?[^/]+\.conf$/,
  /^\/etc\/containers\/registries\.d\/[^/]+\.yaml$/,
  /^\/etc\/containers\/policy\.json$/,
  /^\/etc\/crio\/policies\/[^/]+\.json$/,
  /^\/etc\/(?:containers|docker)\/certs\.d\/[^/]+\/[^/]+\.(?:crt|cert)$/,
];

const own = [
  /^registries\.conf$/,
  /^registries\.conf\.d\/[^/]+\.conf$/,
  /^registries\.d\/[^/]+\.yaml$/,
  /^policy\.json$/,
  /^certs\.d\/[^/]+\/[^/]+\.(?:crt|cert)$/,
];

/** Whether the runtimes read this file as configuration that an administrator writes. */
export function isKnownPath(path: string, home: string): boolean {
  if (system.some((pattern) => pattern.test(path))) return true;
  const folder = `/${home}/.config/containers/`;
  return (
    home !== '' && path.startsWith(folder) && own.some((pattern) => pattern.test(path.slice(folder.length)))
  );
}

/** Folders that are read before a plan is made; each is named on its own, whether or not folders are read to their depth. */
export function foldersToRead(home: string): readonly string[] {
  const bases = [
    '/etc/containers',
    '/usr/share/containers',
    ...(home === '' ? [] : [`/${home}/.config/containers`]),
  ];
  const inside = [
    '',
    '/registries.conf.d',
    '/registries.rootful.conf.d',
    '/registries.rootless.conf.d',
    '/registries.d',
  ];
  return [...bases.flatMap((base) => inside.map((folder) => base + folder)), '/etc/crio/policies'];
}

/** Lone files that readers consult beside those folders. */
export function filesToRead(home: string): readonly string[] {
  const cache = 'containers/short-name-aliases.conf';
  return [`/var/cache/${cache}`, ...(home === '' ? [] : [`/${home}/.cache/${cache}`])];
}

/** What a change of known files does to a node. */
export interface Delivery {
  readonly impact: readonly string[];
  readonly reload: readonly ReloadStep[];
}

/**
 * podman, buildah and skopeo read their files at every start. The API service of podman keeps them in memory. CRI-O
 * reads registries.conf at a SIGHUP; it keeps the old configuration when it cannot read the new one, says so only in its
 * log, and the reload still succeeds (cri-o `internal/config` ReloadRegistries, test/reload_system.bats).
 */
export function deliveryOf(targets: readonly Target[], facts: NodeFacts): Delivery {
  const runtimes = new Set(targets.map(({ runtime }) => runtime));
  const reload: ReloadStep[] = [];
  const impact: string[] = [];
  const tools = targets.filter(({ runtime }) => runtime !== 'cri-o').map(({ id }) => id);
  if (tools.length > 0)
    impact.push(`${tools.join(', ')}: nothing restarts; the next pull reads the new files`);
  if (facts.markers.some((marker) => podmanMarkers.includes(marker))) {
    reload.push({ unit: 'podman.service', verb: 'try-restart' });
    impact.push('podman.service is active and restarts; containers go on');
  }
  if (runtimes.has('cri-o') && facts.systemd) {
    reload.push({ unit: 'crio.service', verb: 'reload', failurePattern: 'nable to reload configuration' });
    impact.push('CRI-O reloads (systemctl reload crio); containers go on');
  } else if (runtimes.has('cri-o')) impact.push('CRI-O: no systemd here; send it a SIGHUP yourself');
  return { impact, reload };
}

/**
 * For each reader the configuration files it would read, in its order, with where signatures lie and its signature policy
 * last. Files of certs.d are read only for the registry that is called, so no start of a reader judges them
 * (containers-certs.d(5)).
 */
export function validationOf(
  targets: readonly Target[],
  paths: readonly string[],
  reader: Reader,
): readonly ValidateStep[] {
  const bare = paths.map((path) => path.replace(/^\/+/, ''));
  return targets.map((target) => {
    const { main, dropIns } = discover(bare, target, reader);
    const policy = [`${reader.home}/.config/containers/policy.json`, 'etc/containers/policy.json'].find(
      (path) => bare.includes(path),
    );
    const files = [main, ...dropIns, ...signatureFiles(bare, reader), policy].filter(
      (path) => path !== undefined,
    );
    return { reader: target.runtime, configFiles: files.map((path) => `/${path}`) };
  });
}

/** Every .yaml of the user's own registries.d where there is one, else of the system's (containers-registries.d(5)). */
function signatureFiles(bare: readonly string[], { home }: Reader): readonly string[] {
  const below = (folder: string): readonly string[] =>
    bare.filter(
      (path) => path.startsWith(folder) && path.endsWith('.yaml') && !path.slice(folder.length).includes('/'),
    );
  const own = home === '' ? [] : below(`${home}/.config/containers/registries.d/`);
  return own.length > 0 ? own : below('etc/containers/registries.d/');
}

/** Readers that have a command which only reads its configuration; `crio config` does not read these files. */
const validators: ReadonlySet<string> = new Set(['podman', 'buildah', 'skopeo']);

/** Which readers will have read the new files on the node before they are put in place, and which will not. */
export function validationWords(targets: readonly Target[], facts: NodeFacts): readonly string[] {
  const readers = [...new Set(targets.map(({ runtime }) => runtime))];
  const there = (reader: string): boolean => facts.isCopy === true || Object.hasOwn(facts.versions, reader);
  const able = readers.filter((reader) => validators.has(reader) && there(reader));
  const unable = readers.filter((reader) => !able.includes(reader));
  return [
    ...(able.length === 0
      ? []
      : [
          `read on the node before they are put in place, by ${able.join(', ')}${facts.isCopy === true ? ', where it is there' : ''}`,
        ]),
    ...(unable.length === 0 ? [] : [`not validated on the node: ${unable.join(', ')}`]),
  ];
}

/**
 * The name of a staged file. Drop-ins of registries.conf are read when they end in .conf, even hidden ones; registries.d
 * reads .yaml, certs.d .crt, .cert and .key, policy.json its own name: nothing of these ends like this.
 */
export function stagedName(pushId: string, index: number): string {
  return `.mirrorwright-${pushId}-${index}.staged`;
}

/** The order of renames: a signature policy first, so that no new source is open before it is judged. */
export function deliveryRank(path: string): number {
  return /\/policy\.json$|\/crio\/policies\//.test(path) ? 0 : 1;
}
