import type { ImageConfig, ImagePolicy, MirrorSet, Resource } from '../../dialects/openshift/model.ts';
import { readPolicyJson } from '../../dialects/policy-json/read.ts';
import { sourceText } from '../../text/source.ts';
import { policyLoadErrors } from '../containers/signature-policy.ts';
import { parseTarget } from '../containers/targets.ts';
import { attachmentScopes, attachmentsYaml } from './attachments.ts';
import { type Certificates, certificatesOf } from './certificates.ts';
import { encodeRegistries, goJson, goQuoted, templateRegistriesConf, templateSearch } from './encode.ts';
import { loaderError, loadNode, registriesPath, searchPath } from './loader.ts';
import { namespacePolicies } from './namespace-policies.ts';
import { type Filtered, filterPayload } from './payload.ts';
import { clusterScopes, policyDocument, scopeConflict, templatePolicy } from './policy.ts';
import { buildTables, type MirrorRules, type NodeTable, ruleError, scopeOf } from './registries.ts';
import { type Release, since, type Traits, traitsOf } from './releases.ts';
import { isValidScope } from './scopes.ts';

/** What the operator of a release makes of the resources. */
export interface Rendered {
  /** Absolute path -> text, in the order of the machine config. Empty where the sync fails. */
  readonly files: ReadonlyMap<string, string>;
  /** Why the sync fails; the nodes then keep what they have. */
  readonly error?: string;
  /** What only the operator's log or a status says. */
  readonly warnings: readonly string[];
  /** Resources of kinds that this release does not read. */
  readonly ignored: readonly Resource[];
  /** What the loader of a node says of the files, with those of the template; undefined when it takes them. */
  readonly nodeError?: string;
  /** /etc/docker/certs.d, which is written whatever becomes of the other files. */
  readonly certificates: Certificates;
  /** Whether policies are part of it on a release for which their form was read from source and never seen. */
  readonly unverifiedPolicies: boolean;
  /** Whether the protection of the release image was part of it: it needs to know the image. */
  readonly payloadChecked: boolean;
}

export interface RenderOptions {
  readonly release: Release;
  /** Default: `status.desired.image` of the ClusterVersion among the resources. */
  readonly releaseImage?: string;
}

export const policyPath = '/etc/containers/policy.json';
export const attachmentsPath = '/etc/containers/registries.d/sigstore-registries.yaml';

/**
 * The node files of a release, byte for byte, or why it writes none. Pure; steps and words are those of
 * openshift/machine-config-operator (`pkg/controller/container-runtime-config`) and openshift/runtime-utils.
 */
export function renderNodeFiles(
  resources: readonly Resource[],
  { release, releaseImage = desiredImage(resources) }: RenderOptions,
): Rendered {
  const traits = traitsOf(release);
  const read = resources.filter((resource) => isRead(resource, traits));
  const ignored = resources.filter((resource) => !isRead(resource, traits));
  const base = {
    ignored,
    payloadChecked: releaseImage !== undefined,
    certificates: certificatesOf(resources, release),
    unverifiedPolicies: !since(release, [4, 20]) && read.some((resource) => 'root' in resource),
  };
  const input = collect(read);
  const lists = { ...input.lists, ...input.rules };
  const filtered = filterPayload(lists, releaseImage, traits);
  if (typeof filtered === 'string') return { ...base, files: new Map(), error: filtered, warnings: [] };
  const rendered = renderFiles(input, filtered, traits);
  if ('error' in rendered)
    return { ...base, files: new Map(), error: rendered.error, warnings: filtered.warnings };
  const nodeError = nodeErrorOf(rendered.files);
  return {
    ...base,
    files: rendered.files,
    warnings: [...filtered.warnings, ...rendered.warnings],
    ...(nodeError !== undefined && { nodeError }),
  };
}

function desiredImage(resources: readonly Resource[]): string | undefined {
  const version = resources.find((resource) => resource.kind === 'ClusterVersion');
  return version?.desiredImage?.value;
}

function isRead({ kind, name }: Resource, traits: Traits): boolean {
  switch (kind) {
    case 'Image':
      return name === undefined || name.value === 'cluster';
    case 'ImageDigestMirrorSet':
    case 'ImageTagMirrorSet':
      return traits.mirrorSets;
    case 'ClusterImagePolicy':
      return traits.clusterImagePolicies;
    case 'ImagePolicy':
      return traits.imagePolicies;
    default:
      return true;
  }
}

interface Input {
  readonly image: ImageConfig | undefined;
  readonly lists: Readonly<Record<'insecure' | 'blocked' | 'allowed', readonly string[]>>;
  readonly rules: MirrorRules;
  readonly mirrorSets: readonly MirrorSet[];
  readonly clusterPolicies: readonly ImagePolicy[];
  readonly namespacedPolicies: readonly ImagePolicy[];
}

function collect(resources: readonly Resource[]): Input {
  const image = resources.find((resource) => resource.kind === 'Image');
  const mirrorSets = resources.filter((resource) => 'rules' in resource);
  const policies = resources
    .filter((resource) => 'root' in resource)
    .filter(({ scopes }) => scopes.length > 0);
  const rulesOf = (kind: MirrorSet['kind']) =>
    mirrorSets.filter((set) => set.kind === kind).flatMap(({ rules }) => rules);
  const values = (list: 'insecure' | 'blocked' | 'allowed'): readonly string[] =>
    image?.[list]?.items.map(({ value }) => value) ?? [];
  return {
    image,
    lists: { insecure: values('insecure'), blocked: values('blocked'), allowed: values('allowed') },
    rules: {
      digest: [...rulesOf('ImageDigestMirrorSet'), ...rulesOf('ImageContentSourcePolicy')],
      tag: rulesOf('ImageTagMirrorSet'),
    },
    mirrorSets,
    clusterPolicies: policies.filter(({ kind }) => kind === 'ClusterImagePolicy'),
    namespacedPolicies: policies.filter(({ kind }) => kind === 'ImagePolicy'),
  };
}

type Files = { readonly files: ReadonlyMap<string, string>; readonly warnings: readonly string[] };
type Failed = { readonly error: string };

function renderFiles(input: Input, filtered: Filtered, traits: Traits): Files | Failed {
  const files = new Map<string, string>();
  const registries = registriesStep(input, filtered, traits);
  if ('error' in registries)
    return { error: `could not update registries config with new changes: ${registries.error}` };
  if (registries.text !== undefined) files.set(registriesPath, registries.text);
  const policies = policyStep(input, filtered, registries, traits, files);
  if ('error' in policies) return policies;
  const search = input.image?.search?.items.map(({ value }) => value);
  if (search !== undefined) files.set(searchPath, encodeRegistries(search, [], traits));
  return { files, warnings: policies.warnings };
}

interface Registries {
  /** Undefined where the file of the template stays. */
  readonly text: string | undefined;
  readonly tables: readonly NodeTable[];
}

function registriesStep(input: Input, filtered: Filtered, traits: Traits): Registries | Failed {
  const { image, lists, rules, mirrorSets } = input;
  const blocked = filtered.registriesBlocked;
  if (image?.insecure === undefined && blocked.length === 0 && mirrorSets.length === 0)
    return { text: undefined, tables: [] };
  const invalid =
    invalidEntry(lists.insecure, 'insecure registries') ?? invalidEntry(blocked, 'blocked registries');
  if (invalid !== undefined) return { error: invalid };
  const wrong = ruleError(rules, traits);
  if (wrong !== undefined) return { error: wrong };
  const built = buildTables({ insecure: lists.insecure, blocked, ...rules });
  if (!built.ok) return { error: built.error };
  return { text: encodeRegistries(templateSearch, built.tables, traits), tables: built.tables };
}

function invalidEntry(entries: readonly string[], what: string): string | undefined {
  const invalid = entries.find((entry) => !isValidScope(entry));
  return invalid === undefined ? undefined : `invalid entry for ${what} ${goQuoted(invalid)}`;
}

/** policy.json, the attachments and the policies of namespaces, added to the files. */
function policyStep(
  input: Input,
  { allowed, policyBlocked: blocked, payloadRepository }: Filtered,
  registries: Registries,
  traits: Traits,
  files: Map<string, string>,
): { readonly warnings: readonly string[] } | Failed {
  const { clusterPolicies } = input;
  const {
    policies: namespaced,
    warnings,
    files: namespaceFiles,
  } = namespacePolicies(input.namespacedPolicies, clusterPolicies);
  const signed = [...clusterPolicies, ...namespaced];
  if (allowed.length === 0 && blocked.length === 0 && signed.length === 0) return { warnings };
  const cluster = { allowed, blocked, policies: clusterPolicies };
  const error = policyError(cluster, payloadRepository);
  if (error !== undefined) return { error: `could not update policy json with new changes: ${error}` };
  const conflict = scopeConflict({ ...cluster, policies: namespaced }, 'imagePolicy');
  if (conflict !== undefined)
    return { error: `could not update namespace policy JSON from imagepolicy: ${conflict}` };
  const scopes = clusterScopes(cluster);
  const rejects = allowed.length > 0 && blocked.length === 0;
  // where only namespaces ask for signatures, the template is written as it is
  const text =
    scopes.size === 0 ? templatePolicy : goJson(policyDocument(rejects, scopes, traits), traits.policyIndent);
  files.set(policyPath, text);
  if (signed.length === 0) return { warnings };
  const attachments = attachmentsText(signed, registries, traits);
  if (typeof attachments !== 'string') return attachments;
  files.set(attachmentsPath, attachments);
  for (const [path, content] of namespaceFiles(scopes, rejects, traits)) files.set(path, content);
  return { warnings };
}

/** With signatures to look for the operator loads its own registries.conf, and what that complains of stops it. */
function attachmentsText(
  policies: readonly ImagePolicy[],
  { text, tables }: Registries,
  { attachmentsOfMirrors }: Traits,
): string | Failed {
  const config = text === undefined || !attachmentsOfMirrors ? undefined : loadNode(text);
  const complaint = config === undefined ? undefined : loaderError(config);
  if (complaint !== undefined) return { error: complaint };
  const scopes = policies.flatMap(({ scopes: own }) => own.map(({ value }) => value));
  const written = config === undefined ? undefined : { tables: tables.map(scopeOf), config };
  const attachments = attachmentScopes(scopes, written);
  return attachments.ok ? attachmentsYaml(attachments.scopes) : { error: attachments.error };
}

function policyError(
  cluster: Parameters<typeof scopeConflict>[0],
  payloadRepository: string | undefined,
): string | undefined {
  const { allowed, blocked } = cluster;
  const onlyPayload = allowed.length === 1 && allowed[0] === payloadRepository;
  if (allowed.length > 0 && blocked.length > 0 && !onlyPayload)
    return 'invalid images config: only one of AllowedRegistries or BlockedRegistries may be specified';
  return (
    scopeConflict(cluster, 'clusterimagePolicy') ??
    invalidEntry(blocked, 'blocked registries') ??
    invalidEntry(allowed, 'allowed registries')
  );
}

/** What a node says of the files, those of the template standing in for what is not written. */
function nodeErrorOf(files: ReadonlyMap<string, string>): string | undefined {
  const config = loadNode(files.get(registriesPath) ?? templateRegistriesConf, files.get(searchPath));
  const complaint = loaderError(config);
  if (complaint !== undefined) return `registries: ${complaint}`;
  const target = parseTarget('containers-image@5.39');
  if (!target.ok) throw new Error(target.message);
  const policy = readPolicyJson(policyPath, sourceText(files.get(policyPath) ?? templatePolicy));
  const [fault] = policyLoadErrors(policy, target.target);
  return fault === undefined ? undefined : `policy: ${fault.message}`;
}
