import type { fallbacks, mirrorPulls, mirrorStyles, shortNameModes, upstreamPulls } from './fields.ts';
import { policyVersion } from './fields.ts';

/** A mirror policy as plain values, without places: what is given to be written. */
export interface PlainPolicy {
  readonly targets?: readonly string[];
  readonly upstreams?: readonly PlainUpstream[];
  readonly insecure?: readonly string[];
  readonly blocked?: readonly string[];
  readonly allowed?: readonly string[];
  readonly rejected?: readonly string[];
  /** `[]` switches the search off and is not the same as no list. */
  readonly search?: readonly string[];
  readonly shortNames?: (typeof shortNameModes)[number];
  readonly aliases?: ReadonlyMap<string, string>;
  readonly credentialHelpers?: readonly string[];
  readonly layerStoreAuthHelper?: string;
  readonly cas?: ReadonlyMap<string, string>;
}

export interface PlainUpstream {
  readonly registry: string;
  readonly location?: string;
  readonly insecure?: boolean;
  readonly fallback?: (typeof fallbacks)[number];
  readonly pull?: (typeof upstreamPulls)[number];
  readonly mirrors?: readonly PlainMirror[];
}

export interface PlainMirror {
  readonly location: string;
  readonly style?: (typeof mirrorStyles)[number];
  readonly project?: string;
  readonly pull?: (typeof mirrorPulls)[number];
  readonly insecure?: boolean;
  readonly ca?: string;
}

const header = [
  '# Mirror policy: which mirrors stand before which registries, and who may use them.',
  '# Edit this file, not the files that are made from it.',
];

/** The text of an empty policy with comments: what the wizard starts from. */
export function newMirrorPolicy(): string {
  return [
    ...header,
    `version: ${policyVersion}`,
    '',
    '# Who reads the files, each with its version: podman, buildah, skopeo, cri-o, openshift.',
    'targets: [podman@5.8]',
    '',
  ].join('\n');
}

/** The text of a policy: keys in the order of the reference, one blank line between the parts. */
export function writeMirrorPolicy(policy: PlainPolicy): string {
  const parts: string[][] = [[...header, `version: ${policyVersion}`]];
  const { targets, upstreams, aliases, cas } = policy;
  if (targets !== undefined) parts[0]!.push(...listLines('targets', targets));
  if (upstreams !== undefined && upstreams.length > 0)
    parts.push(['upstreams:', ...upstreams.flatMap(upstreamLines)]);
  parts.push([
    ...listLines('insecure', policy.insecure),
    ...listLines('blocked', policy.blocked),
    ...listLines('allowed', policy.allowed),
    ...listLines('rejected', policy.rejected),
  ]);
  parts.push([...listLines('search', policy.search), ...textLines('shortNames', policy.shortNames)]);
  parts.push(mapLines('aliases', aliases));
  parts.push([
    ...listLines('credentialHelpers', policy.credentialHelpers),
    ...textLines('layerStoreAuthHelper', policy.layerStoreAuthHelper),
  ]);
  parts.push(mapLines('cas', cas));
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function upstreamLines(upstream: PlainUpstream): readonly string[] {
  const { mirrors = [] } = upstream;
  const lines = [
    ...textLines('registry', upstream.registry),
    ...textLines('location', upstream.location),
    ...textLines('insecure', upstream.insecure),
    ...textLines('fallback', upstream.fallback),
    ...textLines('pull', upstream.pull),
  ];
  if (mirrors.length > 0) lines.push('mirrors:', ...mirrors.flatMap(mirrorLines));
  return itemLines(lines);
}

function mirrorLines(mirror: PlainMirror): readonly string[] {
  return itemLines([
    ...textLines('location', mirror.location),
    ...textLines('style', mirror.style),
    ...textLines('project', mirror.project),
    ...textLines('pull', mirror.pull),
    ...textLines('insecure', mirror.insecure),
    ...textLines('ca', mirror.ca),
  ]);
}

/** Lines as one item of a list, indented by two. */
function itemLines(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`));
}

function textLines(key: string, value: string | boolean | undefined): readonly string[] {
  if (value === undefined) return [];
  return [`${key}: ${typeof value === 'boolean' ? String(value) : yamlText(value)}`];
}

const widestList = 100;

function listLines(key: string, values: readonly string[] | undefined): readonly string[] {
  if (values === undefined) return [];
  const inline = `${key}: [${values.map(yamlText).join(', ')}]`;
  if (values.length === 0 || inline.length <= widestList) return [inline];
  return [`${key}:`, ...values.map((value) => `  - ${yamlText(value)}`)];
}

function mapLines(key: string, values: ReadonlyMap<string, string> | undefined): string[] {
  if (values === undefined || values.size === 0) return [];
  return [`${key}:`, ...[...values].map(([name, value]) => `  ${yamlText(name)}: ${yamlText(value)}`)];
}

/** Text as a YAML scalar: plain where every YAML reader takes it for text, else in double quotes. */
export function yamlText(value: string): string {
  return isPlain(value) ? value : JSON.stringify(value);
}

function isPlain(value: string): boolean {
  if (/^\d+\.\d+\.\d+\.\d+(?::\d+)?(?:\/[a-z0-9_./-]*)?$/.test(value)) return true;
  if (!/^[A-Za-z0-9_/][A-Za-z0-9_/.@:+-]*$/.test(value) || value.endsWith(':')) return false;
  if (/^(?:true|false|yes|no|on|off|y|n|null)$/i.test(value)) return false;
  return !/^(?:[-+.0-9_:]+|0[xob][0-9a-f_]+|[-+.0-9_]+e[-+0-9]+|\d{4}-.*)$/i.test(value);
}
