import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A configuration as a person's own files, so that nothing of the machine's is read. */
export interface UserFiles {
  readonly main: string;
  /** File name -> text, below registries.conf.d. */
  readonly dropIns?: ReadonlyMap<string, string>;
}

/** What skopeo says of a configuration. */
export interface LoadAnswer {
  readonly loads: boolean;
  /** Its own words, without the file names. */
  readonly message: string;
}

/** A scratch folder that is removed by `dispose`. */
export function scratch(name: string): { readonly path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), `mirrorwright-${name}-`));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes a home directory that holds the configuration. */
export function writeHome(home: string, files: UserFiles): void {
  const folder = join(home, '.config/containers');
  mkdirSync(join(folder, 'registries.conf.d'), { recursive: true });
  writeFileSync(join(folder, 'registries.conf'), files.main);
  for (const [name, text] of files.dropIns ?? []) {
    const path = join(folder, 'registries.conf.d', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Whether the real program loads the configuration. Port 1 on loopback refuses at once, so nothing is contacted. */
export async function skopeoLoads(home: string): Promise<LoadAnswer> {
  const args = ['inspect', '--raw', 'docker://127.0.0.1:1/x:y'];
  const options = { env: { PATH: process.env.PATH, HOME: home }, maxBuffer: 64 << 20 };
  const stderr = await run('skopeo', args, options).then(
    () => '',
    (error: { stderr?: string; message: string }) => error.stderr ?? error.message,
  );
  const message = stderr.replaceAll(home, 'HOME').trim();
  if (/loading registries configuration|reading registries\.conf\.d|loading drop-in/.test(message)) {
    return { loads: false, message };
  }
  if (/connection refused/.test(message)) return { loads: true, message: '' };
  throw new Error(`skopeo gave an answer this test does not know: ${message}`);
}

/** Whether the real program loads a signature policy: it does so before it contacts anything. */
export async function skopeoLoadsPolicy(path: string): Promise<LoadAnswer> {
  const args = ['--policy', path, 'copy', 'docker://127.0.0.1:1/x:y', `dir:${path}.out`];
  const message = await run('skopeo', args).then(
    () => '',
    (error: { stderr?: string; message: string }) => error.stderr ?? error.message,
  );
  if (/loading trust policy/.test(message)) return { loads: false, message };
  if (/connection refused/.test(message)) return { loads: true, message };
  throw new Error(`skopeo gave an answer this test does not know: ${message}`);
}

/** One access as the debug log shows it. */
export interface Attempt {
  readonly reference: string;
  /** Plain http was tried as well. */
  readonly insecure: boolean;
  readonly blocked: boolean;
}

/** Either the attempts in order, or the words of the failure before any attempt. */
export interface AccessAnswer {
  readonly attempts: readonly Attempt[];
  readonly error: string | null;
}

/**
 * Asks skopeo for many references inside one network namespace without a route, where every host name has a line in
 * the hosts file and every port refuses at once.
 */
export function skopeoAttempts(
  home: string,
  references: readonly string[],
  hosts: readonly string[],
): readonly AccessAnswer[] {
  const out = join(home, 'out');
  mkdirSync(out, { recursive: true });
  writeFileSync(
    join(home, 'hosts'),
    `127.0.0.1 localhost\n${hosts.map((host) => `127.0.0.1 ${host}\n`).join('')}`,
  );
  writeFileSync(
    join(home, 'references'),
    references.map((reference, index) => `${index} ${reference}\n`).join(''),
  );
  const script = [
    'set -e; ip link set lo up',
    `mount --bind ${home}/hosts /etc/hosts`,
    `xargs -P 2 -L 1 sh -c 'skopeo --debug inspect --raw "docker://$1" >/dev/null 2>"${out}/$0" || true' < ${home}/references`,
  ].join('\n');
  const { status, stderr } = spawnSync('unshare', ['--net', '--mount', 'bash', '--norc', '-c', script], {
    env: { PATH: process.env.PATH, HOME: home },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the namespace run failed: ${stderr}`);
  return references.map((_, index) => readAccessLog(readFileSync(join(out, String(index)), 'utf8')));
}

function readAccessLog(log: string): AccessAnswer {
  const attempts: { reference: string; insecure: boolean; blocked: boolean }[] = [];
  for (const line of log.split('\n')) {
    const message = /msg="(.*)"$/.exec(line)?.[1]?.replaceAll('\\"', '"') ?? line;
    const trying = /^Trying to access "(.*)"$/.exec(message);
    if (trying) attempts.push({ reference: trying[1]!, insecure: false, blocked: false });
    const current = attempts.at(-1);
    if (current !== undefined && message.startsWith('GET http://')) current.insecure = true;
    if (current !== undefined && /^Accessing ".*" failed: registry .* is blocked in/.test(message))
      current.blocked = true;
  }
  if (attempts.length > 0) return { attempts, error: null };
  const fatal = /level=fatal msg="(.*)"$/m.exec(log)?.[1]?.replaceAll('\\"', '"');
  if (fatal === undefined) throw new Error(`no attempt and no failure in the log: ${log.slice(0, 500)}`);
  return { attempts, error: fatal };
}
