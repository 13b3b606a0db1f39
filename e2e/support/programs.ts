import { spawnSync } from 'node:child_process';

/** Which Debian package brings a program. */
const packages: Readonly<Record<string, string>> = {
  skopeo: 'skopeo',
  podman: 'podman',
  buildah: 'buildah',
  kubectl: 'kubernetes-client',
  'docker-registry': 'docker-registry',
  openssl: 'openssl',
  ip: 'iproute2',
  unshare: 'util-linux',
  tmux: 'tmux',
  unzip: 'unzip',
  nvim: 'neovim',
  sshd: 'openssh-server',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  setfacl: 'acl',
  'ansible-playbook': 'ansible-core',
  setfattr: 'attr',
  chattr: 'e2fsprogs',
  pkill: 'procps',
  nsenter: 'util-linux',
};

/**
 * Whether all the programs are there. Where one is missing: on CI an error, elsewhere a line that installs it, and the
 * caller skips.
 */
export function havePrograms(...names: readonly string[]): boolean {
  const missing = names.filter((name) => spawnSync('which', [name]).status !== 0);
  if (missing.length === 0) return true;
  const line = `apt-get install -y --no-install-recommends ${missing.map((name) => packages[name] ?? name).join(' ')}`;
  if (isCi()) throw new Error(`missing programs: ${missing.join(', ')}; install them with: ${line}`);
  process.stderr.write(`skipped: needs ${missing.join(', ')}; install with: ${line}\n`);
  return false;
}

/** Whether this process may make network and mount namespaces; on CI it must. */
export function haveNamespaces(): boolean {
  if (!havePrograms('unshare', 'ip')) return false;
  if (spawnSync('unshare', ['--net', '--mount', 'true']).status === 0) return true;
  if (isCi()) throw new Error('network namespaces are not available: run as root');
  process.stderr.write('skipped: needs network namespaces (run as root)\n');
  return false;
}

export function isCi(): boolean {
  return process.env.CI === 'true';
}

/**
 * Whether the program is there in exactly this version, which answers were recorded for. Another one: on CI an error,
 * elsewhere a line that says so, and the caller skips.
 */
export function haveVersion(program: string, version: string): boolean {
  if (!havePrograms(program)) return false;
  const found = versionOf(program);
  if (found === version) return true;
  const line = `needs ${program} ${version} (Debian 12: apt-get install -y --no-install-recommends ${packages[program] ?? program}), found ${found}`;
  if (isCi()) throw new Error(line);
  process.stderr.write(`skipped: ${line}\n`);
  return false;
}

/** The version a program prints, e.g. `1.9.3` of skopeo; '' when it is missing. */
function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+(?:\.\d+)?/.exec(stdout ?? '')?.[0] ?? '';
}
