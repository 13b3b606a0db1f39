import type { Parsed } from '../../dialects/document.ts';
import { readPolicyJson } from '../../dialects/policy-json/read.ts';
import type { RegistriesConf } from '../../dialects/registries-conf/model.ts';
import { readRegistriesConf } from '../../dialects/registries-conf/read.ts';
import type { Loss } from '../../model/node-file.ts';
import { atLeast, type Target } from '../../model/target.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { caPath, mirrorLocation, trimmed } from '../../policy/resolve.ts';
import { loadConfig } from '../../runtimes/containers/load.ts';
import { discover } from '../../runtimes/containers/roots.ts';
import { policyLoadErrors } from '../../runtimes/containers/signature-policy.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { applyEdits, sortEdits, type TextEdit } from '../../text/edit.ts';
import { sourceText } from '../../text/source.ts';
import type {
  Generated,
  GeneratedFile,
  GenerateNote,
  GenerateOptions,
  GenerateProblem,
} from '../generated.ts';
import { type Intent, intentOf } from '../intent.ts';
import { editRegistriesConf, isOwned } from './edit-registries.ts';
import { type ConfContent, type ConfRegistry, lower } from './lower.ts';
import { overridden } from './overridden.ts';
import { editPolicyJson, newPolicyJson, scopesOf, wholeText } from './policy-json.ts';
import { writeRegistriesConf } from './write-registries.ts';

const defaultDropIn = 'etc/containers/registries.conf.d/50-mirrors.conf';
const mainFile = 'etc/containers/registries.conf';
const defaultPolicyJson = 'etc/containers/policy.json';

/** Makes the files of podman, buildah, skopeo and CRI-O: registries.conf, and policy.json where one is asked for. */
export function generateContainers(
  policy: Parsed<MirrorPolicy>,
  target: Target,
  existing: Snapshot,
  options: GenerateOptions,
): Generated {
  const intent = intentOf(policy.model);
  const registries = registriesFiles(intent, target, existing, options);
  const signatures = signaturesFile(intent, target, existing, options);
  const ca = caAdvice(policy.model, target);
  return {
    target: target.id,
    files: [...registries.files, ...signatures.files],
    losses: [...registries.losses, ...signatures.losses, ...ca.losses],
    notes: [...ca.notes, ...signatures.notes],
    problems: [
      ...registries.problems,
      ...signatures.problems,
      ...refusals(registries.files, target),
      ...unread(registries.files, target, existing),
    ],
  };
}

/** A file that its reader would refuse: the policy has values that no reader takes. */
function refusals(files: readonly GeneratedFile[], target: Target): readonly GenerateProblem[] {
  return files.flatMap(({ path, content }) => {
    const document = readRegistriesConf(bare(path), sourceText(content));
    const role = isDropIn(path) ? 'drop-in' : 'main';
    const { loadErrors } = loadConfig([{ document, role }], target);
    return loadErrors.map(({ message, origin }) => ({
      path: origin.path,
      message: `${target.id} would refuse the file: ${message}`,
      span: origin.span,
    }));
  });
}

/** A file that its reader would not look at, because of others on the node. */
function unread(
  files: readonly GeneratedFile[],
  target: Target,
  existing: Snapshot,
): readonly GenerateProblem[] {
  if (!existing.rooted) return [];
  const made = files.map(({ path }) => bare(path));
  const all = new Set([...existing.files.map(({ path }) => bare(path)), ...made]);
  const { notRead } = discover([...all], target, existing.user);
  return notRead
    .filter(({ path }) => made.includes(path))
    .map(({ path, reason }) => ({ path, message: `${target.id} does not read this file: ${reason}` }));
}

interface Part {
  readonly files: readonly GeneratedFile[];
  readonly losses: readonly Loss[];
  readonly notes: readonly GenerateNote[];
  readonly problems: readonly GenerateProblem[];
}

function registriesFiles(intent: Intent, target: Target, existing: Snapshot, options: GenerateOptions): Part {
  const hasDropIns = atLeast(target.library, [5, 3, 0]);
  const path = bare(options.registriesPath ?? (hasDropIns ? defaultDropIn : mainFile));
  const { content, further, losses } = lower(intent, target);
  const none = { files: [], losses, notes: [] };
  if (!atLeast(target.library, [2, 0, 0]))
    return { ...none, problems: [{ path, message: `${target.id} reads only version 1 of registries.conf` }] };
  if (!hasDropIns && isDropIn(path))
    return { ...none, problems: [{ path, message: `${target.id} does not read drop-ins: use ${mainFile}` }] };
  const parts = [registriesFile(path, content, existing)];
  for (let index = 0; index < Math.max(further.length, 3); index++) {
    const registries = further[index] ?? [];
    const at = furtherPath(isDropIn(path) ? path : defaultDropIn, index);
    const text = textAt(existing, at);
    if (registries.length > 0 && !hasDropIns)
      parts.push({ problems: [{ path, message: conflictMessage(registries) }] });
    else if (registries.length > 0 || (text !== undefined && isOwned(text)))
      parts.push(registriesFile(at, { registries, aliases: new Map() }, existing));
  }
  const files = parts.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const all = [...content.registries, ...further.flat()];
  return {
    ...none,
    files,
    losses: [...losses, ...overridden(intent, all, files, target, existing)],
    problems: parts.flatMap(({ problems }) => problems ?? []),
  };
}

function isDropIn(path: string): boolean {
  return path.includes('registries.conf.d/');
}

/** `50-mirrors_2.conf` and so on, read after the first, for tables that one file cannot hold together. */
function furtherPath(path: string, index: number): string {
  return `${path.replace(/\.conf$/, '')}_${index + 2}.conf`;
}

function conflictMessage(registries: readonly ConfRegistry[]): string {
  const names = registries.map(({ prefix }) => prefix).join(', ');
  return `One file cannot hold ${names}: tables of one location may not differ in insecure or blocked`;
}

interface OneFile {
  readonly file?: GeneratedFile;
  readonly problems?: readonly GenerateProblem[];
}

function registriesFile(path: string, content: ConfContent, existing: Snapshot): OneFile {
  const text = textAt(existing, path);
  if (text === undefined)
    return isEmpty(content) ? {} : { file: newFile(path, writeRegistriesConf(content)) };
  const document = readRegistriesConf(path, sourceText(text));
  const problem = cannotEdit(document);
  if (problem !== undefined) return { problems: [{ path, ...problem }] };
  return { file: edited(path, text, editSafely(document, content)) };
}

/** Edits made together, or one after the other where two of them would meet. */
function editSafely(document: Parsed<RegistriesConf>, content: ConfContent): readonly TextEdit[] {
  const edits = sortEdits(editRegistriesConf(document, content));
  if (edits !== undefined) return edits;
  const owned = isOwned(document.source.text);
  return owned ? wholeText(document.source.text, writeRegistriesConf(content)) : [];
}

function cannotEdit({
  model,
  tree,
}: Parsed<RegistriesConf>): Pick<GenerateProblem, 'message' | 'span'> | undefined {
  const [fault] = tree.problems;
  if (fault !== undefined)
    return { message: `The existing file is no TOML: ${fault.message}`, span: fault.span };
  const [wrong] = model.typeErrors;
  if (wrong !== undefined)
    return {
      message: `The existing file is refused: ${wrong.path} must be ${wrong.expected}`,
      span: wrong.span,
    };
  const [v1] = model.v1.headers;
  if (v1 !== undefined)
    return {
      message: 'The existing file is in version 1 format: convert it first (mirrorwright fix)',
      span: v1,
    };
  return undefined;
}

function isEmpty(content: ConfContent): boolean {
  const { registries, aliases, ...top } = content;
  return registries.length === 0 && aliases.size === 0 && Object.keys(top).length === 0;
}

function signaturesFile(intent: Intent, target: Target, existing: Snapshot, options: GenerateOptions): Part {
  const path = bare(options.policyPath ?? defaultPolicyJson);
  const { content, losses } = scopesOf(intent, target);
  const none = { files: [], losses, notes: [], problems: [] };
  if (content === undefined) return none;
  const text = textAt(existing, path);
  if (text === undefined) return { ...none, files: [newFile(path, newPolicyJson(content))] };
  const document = readPolicyJson(path, sourceText(text));
  const [fault] = policyLoadErrors(document, target);
  if (fault !== undefined)
    return {
      ...none,
      problems: [{ path, message: `The existing file is refused: ${fault.message}`, span: fault.span }],
    };
  const { text: after, notes } = editPolicyJson(document, content);
  return { ...none, files: [edited(path, text, wholeText(text, after))], notes };
}

/** registries.conf has no certificates: they lie in a folder named after the host. */
function caAdvice(policy: MirrorPolicy, target: Target): Pick<Part, 'losses' | 'notes'> {
  const losses: Loss[] = [];
  const notes: GenerateNote[] = [];
  for (const [index, upstream] of policy.upstreams.entries()) {
    for (const [at, mirror] of upstream.mirrors.entries()) {
      const location = mirrorLocation(upstream, mirror);
      if (mirror.ca === undefined || location === undefined) continue;
      const field = `upstreams[${index}].mirrors[${at}].ca`;
      const [host] = trimmed(location).split('/');
      const path = caPath(policy, mirror.ca.value) ?? mirror.ca.value;
      const text = `Install ${path} as /etc/containers/certs.d/${host}/ca.crt`;
      losses.push({ field, dialect: target.id, reason: `registries.conf names no certificates. ${text}` });
      notes.push({ field, text });
    }
  }
  return { losses, notes };
}

/** Paths of a snapshot have no leading slash, those of node files do. */
function bare(path: string): string {
  return path.replace(/^\/+/, '');
}

function textAt(existing: Snapshot, path: string): string | undefined {
  return existing.files.find((file) => bare(file.path) === path)?.text;
}

function newFile(path: string, content: string): GeneratedFile {
  return { path: `/${path}`, content, mode: 0o644, change: 'new', edits: [] };
}

function edited(path: string, text: string, edits: readonly TextEdit[]): GeneratedFile {
  const content = applyEdits(text, edits);
  return { path: `/${path}`, content, mode: 0o644, change: content === text ? 'unchanged' : 'edited', edits };
}
