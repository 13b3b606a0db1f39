import type { Random } from './random.ts';

const hex = 'a'.repeat(64);
const types = ['insecureAcceptAnything', 'reject', 'signedBy', 'sigstoreSigned', 'signedBaseLayer'];
const oddTypes = ['', 'Reject', 'insecureAcceptAnythin', 'signedby', 'constructor', '__proto__'];
const keyTypes = ['GPGKeys', 'signedByGPGKeys', 'X509Certificates', 'signedByX509CAs'];
const names = [
  'docker.io/library/nginx',
  'docker.io/library/nginx:1',
  'nginx',
  'nginx:1',
  `quay.io/acme/web@sha256:${hex}`,
  'quay.io/acme/web@sha256:abc',
  `quay.io/acme/web@md5:${'a'.repeat(32)}`,
  `quay.io/acme/web:1@sha256:${hex}`,
  'quay.io/Acme/web:1',
  'reg.example:5000/app:1',
  'reg.example:5000:1',
  'http://reg.example/app:1',
  hex,
  'a__b:1',
  'a-.b:1',
  'A/b:1',
  '[::1]:5/a:1',
  `a:${'x'.repeat(129)}`,
  `reg.example/${'a'.repeat(260)}:1`,
  '',
];
const prefixes = [
  'quay.io',
  'reg.example:5000/app',
  'a/b',
  'a_b/c',
  '*.example',
  'quay.io/',
  'quay.io/a:1',
  '',
];
const base64 = ['YQ==', 'YR==', '', 'YQ', 'Y\r\nQ==', 'YQ= =', 'a-_b', '===='];
const scopes: Readonly<Record<string, readonly string[]>> = {
  docker: [
    '',
    'quay.io',
    'docker.io/library/nginx:1',
    'https://quay.io',
    '*.example',
    'a b',
    '\ud800',
    '\ufffd',
  ],
  dir: ['', '/var/images', '/', 'images', '/a/../b', '/a/', '/a//b', '/.'],
  oci: ['', '/var/images:tag', '/', '/a/'],
  'oci-archive': ['', '/a.tar', 'a.tar'],
  sif: ['', '/a.sif', '/'],
  'docker-archive': ['', '/a.tar'],
  tarball: ['', 'x'],
  'docker-daemon': ['', 'nginx', `sha256:${hex}`, 'sha256:abc', `sha512:${hex}${hex}`],
  'containers-storage': [
    '',
    '[/var]',
    '[overlay@/var]nginx:1',
    '[]',
    '[var]',
    'nginx',
    `[/var]@${hex}`,
    '[/a]x@y',
  ],
  atomic: ['', 'a.example/b/c:d', 'a/b/c/d'],
  ostree: ['x', '/a:b'],
  dockre: ['quay.io', '/'],
};

/** A value that the field may hold, or now and then one that it may not. */
function odd(random: Random, value: unknown): unknown {
  return random.chance(0.96) ? value : random.pick([null, 1, true, [], {}, 'x', [null], [300], [1, 2], ['']]);
}

function identity(random: Random): unknown {
  const type = random.pick([
    'matchExact',
    'matchRepoDigestOrExact',
    'matchRepository',
    'exactReference',
    'exactReference',
    'exactRepository',
    'remapIdentity',
  ]);
  const object: Record<string, unknown> = { type: random.chance(0.95) ? type : random.pick(oddTypes) };
  const also = (key: string, value: unknown): void => {
    if (random.chance(0.95)) object[key] = odd(random, value);
  };
  if (type === 'exactReference') also('dockerReference', random.pick([...names, 'nginx:1', 'nginx:1']));
  if (type === 'exactRepository') also('dockerRepository', random.pick(names));
  if (type === 'remapIdentity') {
    also('prefix', random.pick(prefixes));
    also('signedPrefix', random.pick(['quay.io', ...prefixes]));
  }
  if (random.chance(0.02)) object.extra = 1;
  return odd(random, object);
}

function keys(random: Random, object: Record<string, unknown>): void {
  const sources: readonly (readonly [string, unknown])[] = [
    ['keyPath', random.chance(0.9) ? '/etc/pki/key.gpg' : ''],
    ['keyPaths', random.pick([['/a'], ['/a', '/b'], []])],
    ['keyData', random.pick(base64)],
  ];
  const [key, value] = random.pick(sources);
  if (random.chance(0.95)) object[key] = odd(random, value);
  if (random.chance(0.06)) {
    const [second, other] = random.pick(sources);
    object[second] = odd(random, other);
  }
}

function requirement(random: Random): unknown {
  const type = random.pick(types);
  const object: Record<string, unknown> = { type: random.chance(0.97) ? type : random.pick(oddTypes) };
  if (type === 'signedBy' || type === 'sigstoreSigned') {
    keys(random, object);
    if (random.chance(0.5)) object.signedIdentity = identity(random);
  }
  if (type === 'signedBy' && random.chance(0.97))
    object.keyType = odd(
      random,
      random.pick([...keyTypes, 'GPGKeys', random.chance(0.1) ? 'gpg' : 'GPGKeys']),
    );
  if (type === 'sigstoreSigned' && random.chance(0.06)) object.rekorPublicKeyData = 'YQ==';
  if (type === 'sigstoreSigned' && random.chance(0.04)) object.fulcio = { caPath: '/a', oidcIssuer: 'i' };
  if (type === 'signedBaseLayer' && random.chance(0.95)) object.baseLayerIdentity = identity(random);
  if (random.chance(0.02)) object[random.pick(['Type', 'keypath', 'comment', '__proto__x'])] = 'x';
  return odd(random, object);
}

function requirements(random: Random): unknown {
  if (random.chance(0.02)) return random.pick([[], null, {}, 'reject', [null], [[]]]);
  return Array.from({ length: 1 + random.int(2) }, () => requirement(random));
}

/** The text of a policy; about half of them load. `__proto__` never stands as a key of an object here. */
export function generatePolicy(random: Random): string {
  const policy: Record<string, unknown> = {};
  if (random.chance(0.98)) policy.default = random.chance(0.6) ? [{ type: 'reject' }] : requirements(random);
  if (random.chance(0.7)) {
    const transports: Record<string, unknown> = {};
    for (let count = 1 + random.int(2); count > 0; count--) {
      const transport = random.pick(Object.keys(scopes));
      const inner: Record<string, unknown> = {};
      for (let at = random.int(3); at > 0; at--)
        inner[random.pick(scopes[transport]!)] = requirements(random);
      transports[transport] = odd(random, inner);
    }
    policy.transports = odd(random, transports);
  }
  if (random.chance(0.02)) policy[random.pick(['Default', 'transport', '$schema', '_comment'])] = {};
  const text = JSON.stringify(policy, null, random.pick([undefined, 1, 4, '\t']));
  return random.chance(0.25) ? mutate(random, text) : text;
}

const inserts = [
  ...['//x\n', '/* x */', '#', ',', ',,', ':', '{', '}', '[', ']', '"', "'", '\\', '\\u00', '\\ud800', '\\x'],
  ...[
    '\u0000',
    '\t',
    '\f',
    '\u00a0',
    '\ufeff',
    '\r',
    '\n',
    ' ',
    '01',
    '-',
    '1e5',
    '.5',
    'NaN',
    'null',
    'tru',
  ],
];

/** One or two small changes of the text: insert, delete or repeat a piece. */
function mutate(random: Random, text: string): string {
  let result = text;
  for (let count = 1 + random.int(2); count > 0; count--) {
    const at = random.int(result.length + 1);
    const end = Math.min(result.length, at + random.int(12));
    const kind = random.int(4);
    if (kind === 0) result = result.slice(0, at) + result.slice(end);
    else if (kind === 1) result = result.slice(0, end) + result.slice(at);
    else if (kind === 2)
      result = random.pick([`${result}${random.pick(inserts)}`, `${random.pick(inserts)}${result}`]);
    else result = result.slice(0, at) + random.pick(inserts) + result.slice(at);
  }
  return result;
}
