import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const command = resolve(import.meta.dirname, '../../packages/tui/dist/mirrorwright.js');

/**
 * Registries in a network namespace without any route: whatever is pulled came from them. a and b speak plain HTTP; c has
 * what a has, over TLS with a certificate of its own authority.
 */
export interface Lab {
  readonly folder: string;
  /** Digest of the image proj/app:v1, which both registries hold. */
  readonly digest: string;
  /** Runs a program inside the namespace with an empty home but for these files. */
  run(program: string, args: readonly string[], home: string): RunResult;
  /** Requests for manifests that a registry has answered since the last call. */
  asked(registry: Name): readonly string[];
  /** PEM file of the authority that signed the certificate of c. */
  readonly authority: string;
  stop(): void;
}

type Name = 'a' | 'b' | 'c';

export interface RunResult {
  readonly ok: boolean;
  readonly text: string;
}

const hosts = ['a.test', 'b.test', 'c.test', 'source.example', 'other.example', 'dead.test'];
const ports = { a: 27000, b: 27003, c: 27006 } as const;
const names = ['a', 'b', 'c'] as const;

function must(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Starts the lab; needs root. */
export async function startLab(folder: string): Promise<Lab> {
  const namespace = `mirrorwright-${process.pid}`;
  must('ip', ['netns', 'add', namespace]);
  must('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
  must('ip', ['-n', namespace, 'addr', 'add', '10.99.0.1/32', 'dev', 'lo']);
  mkdirSync(`/etc/netns/${namespace}`, { recursive: true });
  writeFileSync(`/etc/netns/${namespace}/hosts`, `127.0.0.1 localhost\n10.99.0.1 ${hosts.join(' ')}\n`);
  const inside = (program: string, args: readonly string[]): readonly string[] => [
    'netns',
    'exec',
    namespace,
    program,
    ...args,
  ];
  const authority = makeCertificate(folder);
  const servers = names.map((name) => startRegistry(folder, name, inside));
  await Promise.all(
    names.map((name) => until(() => log(folder, name).includes('listening on'), `registry ${name}`)),
  );
  const digest = writeImage(join(folder, 'image'));
  for (const [name, repository] of [
    ['a', 'proj/app'],
    ['b', 'proj/app'],
    ['a', 'source.example/proj/app'],
    ['a', 'hub/proj/app'],
    ['b', 'only-b/app'],
    ['b', 'app'],
  ] as const) {
    const to = `docker://${name}.test:${ports[name]}/${repository}:v1`;
    must(
      'ip',
      inside('skopeo', [
        '--insecure-policy',
        'copy',
        '-q',
        '--preserve-digests',
        '--dest-tls-verify=false',
        `oci:${folder}/image:v1`,
        to,
      ]),
      { PATH: process.env.PATH, HOME: folder },
    );
  }
  const read = { a: 0, b: 0, c: 0 };
  const asked = (name: Name): readonly string[] => {
    const text = log(folder, name);
    const fresh = text.slice(read[name]);
    read[name] = text.length;
    return [...fresh.matchAll(/"(?:GET|HEAD) (\/v2\/[^" ]+\/manifests\/[^" ]+)[^"]*" 200/g)].map(
      (match) => match[1]!,
    );
  };
  for (const name of names) asked(name);
  return {
    folder,
    authority,
    digest,
    asked,
    run: (program, args, home) => {
      const { status, stdout, stderr } = spawnSync('ip', inside(program, args), {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: home },
      });
      return { ok: status === 0, text: stdout + stderr };
    },
    stop: () => {
      for (const server of servers) server.kill('SIGKILL');
      spawnSync('ip', ['netns', 'del', namespace]);
      rmSync(`/etc/netns/${namespace}`, { recursive: true, force: true });
    },
  };
}

function log(folder: string, name: string): string {
  return readFileSync(join(folder, name, 'log'), 'utf8');
}

function startRegistry(
  folder: string,
  name: Name,
  inside: (program: string, args: readonly string[]) => readonly string[],
): ChildProcess {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const tls = name === 'c' ? `, tls: {certificate: ${folder}/tls/c.crt, key: ${folder}/tls/c.key}` : '';
  // c serves what a was given
  const data = join(folder, name === 'c' ? 'a' : name, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(
    join(own, 'config.yml'),
    `version: 0.1\nlog: {level: info, accesslog: {disabled: false}}\nstorage: {filesystem: {rootdirectory: ${data}}}\nhttp: {addr: "10.99.0.1:${ports[name]}"${tls}}\n`,
  );
  const out = openSync(join(own, 'log'), 'w');
  return spawn('ip', inside('docker-registry', ['serve', join(own, 'config.yml')]), {
    stdio: ['ignore', out, out],
  });
}

/** An authority of its own and a certificate for c.test; answers the authority's PEM file. */
function makeCertificate(folder: string): string {
  const tls = join(folder, 'tls');
  mkdirSync(tls, { recursive: true });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const ca = join(tls, 'ca.crt');
  must('openssl', ['req', '-x509', ...key, '-subj', '/CN=lab', '-keyout', `${tls}/ca.key`, '-out', ca]);
  const names = ['-addext', 'subjectAltName=DNS:c.test', '-addext', 'basicConstraints=critical,CA:FALSE'];
  const signer = ['-CA', ca, '-CAkey', `${tls}/ca.key`];
  const out = ['-keyout', `${tls}/c.key`, '-out', `${tls}/c.crt`];
  must('openssl', ['req', '-x509', ...key, '-subj', '/CN=c.test', ...names, ...signer, ...out]);
  return ca;
}

async function until(ready: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!ready()) {
    if (Date.now() > deadline) throw new Error(`waited for ${what}`);
    await new Promise((done) => setImmediate(done));
  }
}

/** A valid OCI layout of one image with one small layer; answers its digest. */
export function writeImage(folder: string): string {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (data: Buffer): { readonly digest: string; readonly size: number } => {
    const hex = createHash('sha256').update(data).digest('hex');
    writeFileSync(join(blobs, hex), data);
    return { digest: `sha256:${hex}`, size: data.length };
  };
  const tar = Buffer.alloc(1024);
  const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...put(gzipSync(tar)) };
  const diff = `sha256:${createHash('sha256').update(tar).digest('hex')}`;
  const image = {
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [diff] },
  };
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    ...put(Buffer.from(JSON.stringify(image))),
  };
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = put(
    Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type, config, layers: [layer] })),
  );
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const annotations = { 'org.opencontainers.image.ref.name': 'v1' };
  writeFileSync(
    join(folder, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: type, ...manifest, annotations }] }),
  );
  return manifest.digest;
}

/** Runs the built command and answers all it says; throws with its words when it fails. */
export function mirrorwright(args: readonly string[], stdin = ''): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    input: stdin,
  });
  if (status !== 0) throw new Error(`mirrorwright ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout + stderr;
}

/** A home directory whose own configuration is what stands below `root`/etc/containers. */
export function homeFrom(root: string, home: string): string {
  const folder = join(home, '.config/containers');
  mkdirSync(join(folder, 'registries.conf.d'), { recursive: true });
  if (existsSync(join(root, 'etc/containers')))
    cpSync(join(root, 'etc/containers'), folder, { recursive: true });
  if (!existsSync(join(folder, 'registries.conf'))) writeFileSync(join(folder, 'registries.conf'), '');
  if (!existsSync(join(folder, 'policy.json')))
    writeFileSync(join(folder, 'policy.json'), '{"default":[{"type":"insecureAcceptAnything"}]}');
  return home;
}
