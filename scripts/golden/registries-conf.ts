import { isDeepStrictEqual } from 'node:util';
import {
  createNode,
  type Explanation,
  explain,
  lint,
  type NodeView,
  type ParsedSnapshot,
  parseSnapshot,
  parseTarget,
  rootUser,
  rules,
  type Target,
} from '@mirrorwright/core';

interface Endpoint {
  readonly ref: string;
  readonly location: string | null;
  readonly insecure: boolean;
  readonly primary: boolean;
  readonly blockedBy?: string;
}

interface Resolve {
  readonly ref: string;
  readonly canonical: string;
  readonly matchedPrefix: string | null;
  readonly endpoints: readonly Endpoint[];
  readonly error?: string;
}

interface ShortName {
  readonly name: string;
  readonly candidates?: readonly string[];
  readonly error?: string;
  readonly errorContains?: string;
}

interface RegistriesCase {
  readonly toml: string;
  readonly dropins?: Readonly<Record<string, string>>;
  readonly shortNameCache?: string;
  readonly expect: 'ok' | 'error';
  readonly resolves?: readonly Resolve[];
  readonly searchRegistries?: readonly string[];
  readonly credentialHelpers?: readonly string[];
  readonly shortNameMode?: string;
  readonly shortNames?: readonly ShortName[];
  readonly differsIn?: Readonly<Record<string, string>>;
}

/** The releases of containers/image that every case was run with. */
const releasesRun = [
  '5.5.1',
  '5.8.1',
  '5.10.0',
  '5.11.0',
  '5.12.0',
  '5.16.0',
  '5.20.0',
  '5.21.0',
  '5.23.1',
  '5.30.0',
  '5.34.0',
  '5.35.0',
  '5.36.1',
];

function target(id: string): Target {
  const result = parseTarget(id);
  if (!result.ok) throw new Error(result.message);
  return result.target;
}

const main = target('containers-image@5.39');
const podman = target('podman@5.8');

/** What is wrong with a case of registries-conf.json. */
export function runRegistriesCase(testCase: RegistriesCase): readonly string[] {
  const parsed = parse(testCase);
  const load = loadOf(parsed, main);
  const wrong = load === testCase.expect ? [] : [`expected load ${testCase.expect}, got ${load}`];
  if (testCase.expect === 'ok' && load === 'ok') {
    const node = createNode(parsed, main);
    wrong.push(...resolveDifferences(node, testCase), ...settingDifferences(node, testCase));
    wrong.push(...shortNameDifferences(createNode(parsed, podman), testCase));
  }
  return [...wrong, ...releasesRun.flatMap((release) => releaseDifferences(release, parsed, testCase))];
}

function parse({ toml, dropins = {}, shortNameCache }: RegistriesCase): ParsedSnapshot {
  const folder = 'etc/containers/registries.conf.d';
  const files = [
    { path: 'etc/containers/registries.conf', text: toml },
    ...Object.entries(dropins).map(([path, text]) => ({ path: `${folder}/${path}`, text })),
    ...(shortNameCache === undefined
      ? []
      : [{ path: 'var/cache/containers/short-name-aliases.conf', text: shortNameCache }]),
  ];
  return parseSnapshot({ files, rooted: true, user: rootUser, unreadable: [] });
}

/** Refused means a fatal finding and a load error, both or neither. */
function loadOf(parsed: ParsedSnapshot, judged: Target): string {
  const fatal = lint({ nodes: [parsed], targets: [judged], rules }).findings.some((finding) => finding.fatal);
  const refused = explain(createNode(parsed, judged), 'quay.io/acme/web:1').verdict === 'load-error';
  if (fatal !== refused) return `fatal ${fatal} but load error ${refused}`;
  return fatal ? 'error' : 'ok';
}

function asGolden({ reference, matched, candidates, verdict, error }: Explanation): Omit<Resolve, 'ref'> {
  const failed = verdict === 'rewrite-error' || verdict === 'reference-error';
  return {
    canonical: reference.canonical ?? '',
    matchedPrefix: matched?.prefix ?? null,
    endpoints: candidates
      .filter(({ order }) => order !== null)
      .map(({ reference: ref, location, insecure, primary, blockedBy }) => ({
        ref,
        location,
        insecure,
        primary,
        ...(blockedBy !== undefined && { blockedBy }),
      })),
    ...(failed && { error: error ?? '' }),
  };
}

/** Without what is for readers only. */
function compared(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.map(({ ref, location, insecure, primary, blockedBy }) => ({
    ref,
    location,
    insecure,
    primary,
    ...(blockedBy !== undefined && { blockedBy }),
  }));
}

function resolveDifferences(node: NodeView, { resolves = [] }: RegistriesCase): string[] {
  return resolves.flatMap(({ ref, ...expected }) => {
    const actual = asGolden(explain(node, ref));
    const wanted = {
      ...expected,
      endpoints: expected.error === undefined ? compared(expected.endpoints) : actual.endpoints,
    };
    if (isDeepStrictEqual(actual, wanted)) return [];
    return [
      `${ref} for ${node.target.id}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(actual)}`,
    ];
  });
}

function settingDifferences(node: NodeView, testCase: RegistriesCase): string[] {
  const config = node.config();
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['searchRegistries', testCase.searchRegistries ?? [], config.searchRegistries?.values ?? []],
    ['credentialHelpers', testCase.credentialHelpers, config.credentialHelpers],
    ['shortNameMode', testCase.shortNameMode, config.shortNameMode],
  ];
  return pairs
    .filter(([, expected, actual]) => expected !== undefined && !isDeepStrictEqual(expected, actual))
    .map(
      ([name, expected, actual]) =>
        `${name}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
    );
}

function shortNameDifferences(node: NodeView, { shortNames = [] }: RegistriesCase): string[] {
  return shortNames.flatMap(({ name, candidates = [], error, errorContains }) => {
    const answer = explain(node, name);
    const tried = answer.shortName?.tried ?? (answer.verdict === 'reference-error' ? [] : [answer]);
    const actual = tried.map(({ reference }) => reference.canonical);
    if (!isDeepStrictEqual(actual, candidates))
      return [`${name}: expected ${candidates.join(' ')}, got ${actual.join(' ')}`];
    const failure =
      answer.shortName?.tried.length === 0 || answer.shortName === undefined ? answer.error : null;
    if ((error !== undefined || errorContains !== undefined) && failure === null)
      return [`${name}: expected an error`];
    return [];
  });
}

function releaseDifferences(release: string, parsed: ParsedSnapshot, testCase: RegistriesCase): string[] {
  const judged = target(`containers-image@${release}`);
  const stated = testCase.differsIn?.[`v${release}`];
  const statedLoad = /^load: (ok|error)/.exec(stated ?? '')?.[1];
  const load = loadOf(parsed, judged);
  const expected = statedLoad ?? testCase.expect;
  if (load !== expected) return [`v${release}: expected load ${expected}, got ${load}`];
  if (load === 'error' || statedLoad !== undefined) return [];
  const differences = resolveDifferences(createNode(parsed, judged), testCase);
  if (stated === undefined) return differences;
  const node = createNode(parsed, judged);
  const differs = differences.length > 0 || settingDifferences(node, testCase).length > 0;
  return differs ? [] : [`v${release}: expected a different resolution, got the same`];
}
