import type { Parsed } from '../../dialects/document.ts';
import type { RequirementList, SignaturePolicy } from '../../dialects/policy-json/model.ts';
import { readPolicyJson } from '../../dialects/policy-json/read.ts';
import { acceptAnything, reject, writePolicyJson } from '../../dialects/policy-json/write.ts';
import type { Loss } from '../../model/node-file.ts';
import { atLeast, type Target } from '../../model/target.ts';
import { coverage } from '../../policy/resolve.ts';
import { addEntry, type PlainValue, removeEntry, setValue } from '../../syntax/edit/index.ts';
import { type Entry, entryOf, type TableNode } from '../../syntax/tree.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import { sourceText } from '../../text/source.ts';
import type { GenerateNote } from '../generated.ts';
import type { Intent } from '../intent.ts';

/** What the scopes of registries shall be: accepted, rejected, and whether all others are. */
export interface ScopeContent {
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
  readonly rejectOthers: boolean;
}

/** The scopes that an intent asks for, or undefined when it says nothing of signatures. */
export function scopesOf(
  intent: Intent,
  target: Target,
): { content?: ScopeContent; losses: readonly Loss[] } {
  const losses: Loss[] = [];
  if (intent.allowed === undefined && intent.rejected.length === 0) return { losses };
  const rejected = new Set(intent.rejected);
  const knowsWildcards = atLeast(target.library, [5, 10, 0]);
  const keep = (list: string, names: readonly string[]): readonly string[] =>
    names.filter((name, index) => {
      if (knowsWildcards || !name.startsWith('*.')) return true;
      const reason = 'readers before containers/image 5.10.0 have no wildcard scopes';
      losses.push({ field: `${list}[${index}]`, dialect: target.id, reason });
      return false;
    });
  const content = {
    accepted: keep('allowed', intent.allowed ?? []).filter((name) => !rejected.has(name)),
    rejected: keep('rejected', intent.rejected),
    rejectOthers: intent.allowed !== undefined,
  };
  return { content, losses };
}

/** The text of a new policy.json. Only images from registries are judged: archives and local stores stay usable. */
export function newPolicyJson(content: ScopeContent): string {
  const scopes = new Map<string, readonly PlainValue[]>();
  if (content.rejectOthers) scopes.set('', [reject]);
  for (const name of content.accepted) scopes.set(name, [acceptAnything]);
  for (const name of content.rejected) scopes.set(name, [reject]);
  return writePolicyJson({ default: [acceptAnything], transports: new Map([['docker', scopes]]) });
}

/**
 * The text of an existing policy.json brought up to date. Scopes that ask for signatures stay as they are; where
 * others are to be rejected, scopes that accept anything and are not allowed go.
 */
export function editPolicyJson(
  existing: Parsed<SignaturePolicy>,
  content: ScopeContent,
): { text: string; notes: readonly GenerateNote[] } {
  const notes: GenerateNote[] = [];
  let document = existing;
  const apply = (edits: readonly TextEdit[]): void => {
    if (edits.length === 0) return;
    const source = sourceText(applyEdits(document.source.text, edits));
    document = readPolicyJson(document.path, source);
  };
  apply(ensureDocker(document));
  if (content.rejectOthers && !rejectsOthers(document)) apply(setScope(document, '', reject));
  const kinds = kindsOf(document);
  const set = (names: readonly string[], requirement: PlainValue): void => {
    apply(names.filter((name) => kinds.has(name)).flatMap((name) => setScope(document, name, requirement)));
    const [first, ...others] = names.filter((name) => !kinds.has(name));
    if (first !== undefined) apply(setScope(document, first, requirement));
    apply(setFurther(document, others, requirement));
  };
  for (const name of content.accepted)
    if (kinds.get(name) === 'signed')
      notes.push({
        field: 'allowed',
        text: `${existing.path} asks for signatures of ${name}, and goes on to do so`,
      });
  const changing = (name: string): boolean => !['signed', 'accept'].includes(kinds.get(name) ?? '');
  set([...new Set(content.accepted.filter(changing))], acceptAnything);
  set([...new Set(content.rejected.filter((name) => kinds.get(name) !== 'reject'))], reject);
  if (content.rejectOthers) apply(removeUnlisted(document, content));
  return { text: document.source.text, notes };
}

/** What a list of requirements comes to. signed: it depends on signatures. */
export type ScopeKind = 'accept' | 'reject' | 'signed';

export function kindOfList(list: RequirementList | undefined): ScopeKind | undefined {
  if (list === undefined) return undefined;
  if (list.items.some(({ kind }) => kind === 'reject')) return 'reject';
  return list.items.every(({ kind }) => kind === 'insecureAcceptAnything') ? 'accept' : 'signed';
}

function dockerOf(document: Parsed<SignaturePolicy>): SignaturePolicy['transports'][number] | undefined {
  return document.model.transports.find(({ name }) => name.value === 'docker');
}

/** What each scope of registries comes to. */
function kindsOf(document: Parsed<SignaturePolicy>): ReadonlyMap<string, ScopeKind | undefined> {
  const scopes = dockerOf(document)?.scopes ?? [];
  return new Map(scopes.map(({ scope, requirements }) => [scope.value, kindOfList(requirements)]));
}

/** Whether images of registries that no scope names are rejected. */
export function rejectsOthers(document: Parsed<SignaturePolicy>): boolean {
  return (kindsOf(document).get('') ?? kindOfList(document.model.default)) === 'reject';
}

function ensureDocker(document: Parsed<SignaturePolicy>): readonly TextEdit[] {
  if (dockerOf(document) !== undefined) return [];
  const root = document.tree.root as TableNode;
  const transports = entryOf(root, 'transports')?.value;
  if (transports?.kind === 'table') return addEntry(document.tree, transports, 'docker', {});
  return addEntry(document.tree, root, 'transports', { docker: {} });
}

function setScope(
  document: Parsed<SignaturePolicy>,
  name: string,
  requirement: PlainValue,
): readonly TextEdit[] {
  const docker = dockerOf(document)?.entry.value;
  if (docker?.kind !== 'table') return [];
  const entry = entryOf(docker, name);
  return entry === undefined
    ? addEntry(document.tree, docker, name, [requirement])
    : setValue(document.tree, entry.value, [requirement]);
}

/**
 * Adds scopes behind one that was just added, all at once: each is written as the first of them would be. One by one
 * the file would be read as often as there are scopes.
 */
function setFurther(
  document: Parsed<SignaturePolicy>,
  names: readonly string[],
  requirement: PlainValue,
): readonly TextEdit[] {
  const [sample] = names;
  if (sample === undefined) return [];
  return setScope(document, sample, requirement).map(({ span, newText }) => {
    const [before = '', ...after] = newText.split(JSON.stringify(sample));
    const behind = after.join(JSON.stringify(sample));
    return { span, newText: names.map((name) => before + JSON.stringify(name) + behind).join('') };
  });
}

function removeUnlisted(document: Parsed<SignaturePolicy>, content: ScopeContent): readonly TextEdit[] {
  const docker = dockerOf(document);
  const table = docker?.entry.value;
  if (docker === undefined || table?.kind !== 'table') return [];
  const covering = coverage(content.accepted);
  const unlisted = new Set<Entry>();
  for (const { scope, entry, requirements } of docker.scopes) {
    const listed = scope.value === '' || covering(scope.value) !== undefined;
    if (!listed && kindOfList(requirements) === 'accept') unlisted.add(entry);
  }
  const { tree } = document;
  const lastKept = table.entries.findLastIndex((entry) => !unlisted.has(entry));
  if (unlisted.size > 0 && lastKept === -1) return setValue(tree, table, {});
  const inside = table.entries.slice(0, lastKept).filter((entry) => unlisted.has(entry));
  const edits = inside.flatMap((entry) => removeEntry(tree, table, entry));
  if (lastKept + 1 === table.entries.length) return edits;
  // those at the end go with the comma before them
  const span = { start: table.entries[lastKept]!.span.end, end: table.entries.at(-1)!.span.end };
  return [...edits, { span, newText: '' }];
}

/** The one edit between two texts, without what they share at both ends. */
export function wholeText(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return [{ span: { start, end: before.length - tail }, newText: after.slice(start, after.length - tail) }];
}
