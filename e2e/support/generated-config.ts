import type { Random } from './random.ts';

/** The pools are small on purpose: collisions (same prefix, same location) are what the rules are about. */
const hosts = [
  'docker.io',
  'quay.io',
  'ghcr.io',
  'reg.corp.example',
  'reg.corp.example:5000',
  'localhost:5000',
  'gcr.io',
];
const mirrorHosts = [
  'm1.corp.example',
  'm2.corp.example:8443',
  'cache.corp.example',
  '10.0.0.5:5000',
  'localhost:5001',
];
const paths = ['', '', '', '/acme', '/library', '/acme/web', '/proxy/hub'];
const booleans = ['true', 'false'];
const helpers = ['containers-auth.json', 'osxkeychain'];

/** One fault, written into an otherwise sound file. The name says which condition it aims at. */
interface Fault {
  readonly condition: string;
  readonly main?: (random: Random) => string;
  readonly dropIn?: (random: Random) => string;
}

const registry = (body: string): string => `[[registry]]\n${body}\n`;

/** Faults by the condition they are meant to hit; the reader, not this table, says which one it was. */
export const faults: readonly Fault[] = [
  {
    condition: 'B1',
    main: (r) =>
      r.pick([
        '[[registry]\n',
        'location = \n',
        'x = "\n',
        'a = 1\na = 2\n',
        'registry = "x"\n',
        '[registry]\nlocation = "a"\n',
        'unqualified-search-registries = "docker.io"\n',
        '[[registry]]\nlocation = 5\n',
        '[[registry]]\ninsecure = "true"\nlocation = "a.example"\n',
        '[[registry]]\nlocation = "a.example"\nmirror = ["x"]\n',
        '[aliases]\na.b = "quay.io/x"\n',
        '[[registries]]\nlocation = "x"\n',
      ]),
  },
  {
    condition: 'B2',
    main: (r) => registry(`location = "${r.pick(['http://', 'https://'])}${r.pick(hosts)}"`),
  },
  {
    condition: 'B2',
    main: (r) =>
      registry(
        `location = "b2.example"\n[[registry.mirror]]\nlocation = "${r.pick(['http://', 'https://'])}${r.pick(mirrorHosts)}"`,
      ),
  },
  {
    condition: 'B3',
    main: (r) =>
      registry(
        r.pick(['insecure = true', 'location = ""', 'location = "/"', 'prefix = "//"\nlocation = ""']),
      ),
  },
  {
    condition: 'B4',
    main: (r) => registry(`prefix = "${r.pick(hosts)}/b4"${r.chance(0.5) ? '\nlocation = ""' : ''}`),
  },
  {
    condition: 'B5',
    main: (r) =>
      registry(`location = "b5.example"\npull-from-mirror = "${r.pick(['all', 'digest-only', 'x'])}"`),
  },
  {
    condition: 'B6',
    main: (r) =>
      registry(
        `location = "b6.example"\n[[registry.mirror]]\n${r.pick(['insecure = true', 'location = ""', 'location = "//"'])}`,
      ),
  },
  {
    condition: 'B7',
    main: (r) =>
      registry(
        `location = "b7.example"\nmirror-by-digest-only = true\n[[registry.mirror]]\nlocation = "${r.pick(mirrorHosts)}"\npull-from-mirror = "${r.pick(['all', 'tag-only', 'digest-only'])}"`,
      ),
  },
  {
    condition: 'B8',
    main: (r) =>
      registry(
        `location = "b8.example"\n[[registry.mirror]]\nlocation = "${r.pick(mirrorHosts)}"\npull-from-mirror = "${r.pick(['All', 'digest', 'none', ' all'])}"`,
      ),
  },
  {
    condition: 'B9',
    main: (r) =>
      registry(`location = "b9.example"\ninsecure = true`) +
      registry(r.pick(['location = "b9.example"', 'prefix = "b9.example/x"\nlocation = "b9.example/"'])),
  },
  {
    condition: 'B10',
    main: (r) =>
      registry(`location = "b10.example"\nblocked = true`) +
      registry(r.pick(['location = "b10.example/"', 'prefix = "b10.example/x"\nlocation = "b10.example"'])),
  },
  {
    condition: 'B11',
    main: (r) =>
      `unqualified-search-registries = ["docker.io", "${r.pick(['', 'quay.io/acme', 'my_reg.example', 'a b', 'reg.', '[::1]:5000', 'docker.io:', '-x'])}"]\n`,
  },
  {
    condition: 'B12',
    main: (r) => `short-name-mode = "${r.pick(['prompt', 'Enforcing', 'off', ' disabled'])}"\n`,
  },
  {
    condition: 'B13',
    main: (r) =>
      registry(
        `prefix = "*.corp.example${r.pick(['/x', ':5000', '@x'])}"${r.chance(0.5) ? '\nlocation = "w.example"' : ''}`,
      ),
  },
  { condition: 'B13', main: () => registry('location = "*.corp.example/team"') },
  {
    condition: 'B14',
    main: (r) =>
      `[aliases]\n"${r.pick(['web:1', 'quay.io/web', 'localhost/web', 'Web', 'a//b', '', 'reg:5000/x'])}" = "quay.io/acme/web"\n`,
  },
  {
    condition: 'B15',
    main: (r) =>
      `[aliases]\nweb = "${r.pick(['quay.io/acme/web:1', 'acme/web', 'web', 'quay.io/Acme/web', 'quay.io', ' '])}"\n`,
  },
  {
    condition: 'B16',
    main: (r) =>
      registry('location = "b16.example"') +
      `[registries.${r.pick(['search', 'insecure', 'block'])}]\nregistries = [${r.pick(['"docker.io"', '"a.example", "b.example"'])}]\n`,
  },
  {
    condition: 'B17',
    dropIn: (r) =>
      `[registries.${r.pick(['search', 'insecure', 'block'])}]\nregistries = ["${r.pick(hosts)}"]\n`,
  },
];

/** Things the reader takes silently; they keep the accepted half of the files interesting. */
const hazards: readonly ((random: Random) => string)[] = [
  () => '[[mirror]]\nlocation = "top.example"\n',
  (r) =>
    registry(
      `prefix = "${r.pick(['nginx', 'docker.io/nginx', 'index.docker.io', 'Docker.io', 'quay.io//x', '*corp.x', 'quay.io/*', 'a b'])}"\nlocation = "h.corp.example"`,
    ),
  (r) =>
    registry(
      `location = "${r.pick(['hz.example/v2', 'hz.example/Upper', 'u@hz.example', 'hz', 'hz.example:80:90', 'HTTPS://hz.example'])}"`,
    ),
  () =>
    registry(
      'location = "late.example"\n[[registry.mirror]]\nlocation = "m.example"\nblocked = true\nshort-name-mode = "x"',
    ),
  () => registry('Location = "case.example"\nINSECURE = true'),
  (r) => registry(`prefix = "*.${r.pick(['corp.example', 'example', 'eu.corp.example'])}"`),
  () => 'unknown-key = 5\n[unknown.table]\nx = [1, "a", { b = 2 }]\n',
  () => 'registry = []\n',
  () => '[registries.search]\n',
  () => '[aliases]\n"acme/db" = ""\nweb = "docker.io/nginx"\n',
];

function soundTable(random: Random): string {
  const lines = ['[[registry]]'];
  const location = `${random.pick(hosts)}${random.pick(paths)}`;
  if (random.chance(0.6)) lines.push(`prefix = "${random.pick(hosts)}${random.pick(paths)}"`);
  lines.push(`location = "${location}${random.chance(0.1) ? '/' : ''}"`);
  if (random.chance(0.1)) lines.push('blocked = false');
  const digestOnly = random.chance(0.15);
  if (digestOnly) lines.push('mirror-by-digest-only = true');
  for (let count = random.int(4); count > 0; count--) {
    lines.push('[[registry.mirror]]', `location = "${random.pick(mirrorHosts)}${random.pick(paths)}"`);
    if (random.chance(0.3)) lines.push(`insecure = ${random.pick(booleans)}`);
    if (!digestOnly && random.chance(0.2))
      lines.push(`pull-from-mirror = "${random.pick(['all', 'digest-only', 'tag-only'])}"`);
  }
  return `${lines.join('\n')}\n`;
}

function topKeys(random: Random): string {
  const lines: string[] = [];
  if (random.chance(0.4)) lines.push(`unqualified-search-registries = ["${random.pick(hosts)}", "quay.io"]`);
  if (random.chance(0.2))
    lines.push(`short-name-mode = "${random.pick(['enforcing', 'permissive', 'disabled', ''])}"`);
  if (random.chance(0.1)) lines.push(`credential-helpers = ["${random.pick(helpers)}"]`);
  return lines.map((line) => `${line}${random.chance(0.2) ? '  # note' : ''}\n`).join('');
}

/** A generated configuration and the condition that was aimed at, if any. */
export interface GeneratedConfig {
  readonly main: string;
  readonly dropIns: ReadonlyMap<string, string>;
  readonly aim: string | null;
}

/** Faults come round in turn, so that each condition is hit often; the rest is chance. */
export function generateConfig(random: Random, index: number): GeneratedConfig {
  const fault = index % 2 === 0 ? faults[(index / 2) % faults.length]! : undefined;
  const blocks = [topKeys(random)];
  for (let count = random.int(4); count > 0; count--) blocks.push(soundTable(random));
  if (random.chance(0.4)) blocks.push(random.pick(hazards)(random));
  // top-level keys after a header belong to that table: a fault made of them goes first
  const text = fault?.main?.(random) ?? '';
  const main = text.startsWith('[') ? blocks.join('\n') + text : text + blocks.slice(1).join('\n');
  const dropIns = new Map<string, string>();
  if (fault?.dropIn !== undefined) dropIns.set('50-fault.conf', fault.dropIn(random));
  else if (random.chance(0.15)) dropIns.set('10-more.conf', soundTable(random));
  return { main: random.chance(0.25) ? mutate(random, main) : main, dropIns, aim: fault?.condition ?? null };
}

const snippets = [
  '"',
  "'",
  '[',
  ']',
  '=',
  '#',
  '\n',
  ' ',
  '.',
  ',',
  '{',
  '}',
  '\\',
  '\r\n',
  '\t',
  '"""',
  'x',
  '1',
  'é',
  '\u0000',
  '\r',
];

/** One or two small accidents of editing. */
function mutate(random: Random, text: string): string {
  let result = text;
  for (let count = 1 + random.int(2); count > 0; count--) {
    const at = random.int(result.length + 1);
    const kind = random.int(3);
    if (kind === 0) result = result.slice(0, at) + random.pick(snippets) + result.slice(at);
    else if (kind === 1) result = result.slice(0, at) + result.slice(at + 1 + random.int(3));
    else {
      const lines = result.split('\n');
      const line = random.int(lines.length);
      result = [...lines.slice(0, line), lines[line]!, ...lines.slice(line)].join('\n');
    }
  }
  return result;
}
