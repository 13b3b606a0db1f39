import type { Candidate, Explanation, PlaceInDocument, ShapedValue } from '@mirrorwright/core';
import { entryOf, stringOf, withoutSlashes } from '@mirrorwright/core';
import { citation, type DocumentView } from '../node/document-view.ts';
import { registryAt } from '../node/registries.ts';
import { code, type Markup, numbered, type Part, paragraph, plain } from './markup.ts';

const mostShown = 8;

/** An image whose name the name would match: what is asked about it when nothing more exact is written. */
export function exampleOf(name: string): string {
  const host = name.startsWith('*.') ? `any${name.slice(1)}` : name;
  return /[:@]/.test(host.slice(host.lastIndexOf('/') + 1)) && host.includes('/')
    ? host
    : `${host}/image:tag`;
}

const anyDigest = '0'.repeat(64);

/** Explains by tag, or by digest where that is all that the mirrors are asked for. */
function explained({ node }: DocumentView, name: string): Explanation | undefined {
  const example = exampleOf(name);
  const byTag = node.explain(example);
  const skipped = byTag?.candidates.filter(({ order }) => order === null) ?? [];
  const isForDigests = skipped.length > 0 && skipped.every((one) => one.skipped === 'digest-only');
  if (!isForDigests || byTag!.candidates.length > skipped.length + 1 || !example.endsWith('/image:tag'))
    return byTag;
  return node.explain(`${example.slice(0, -':tag'.length)}@sha256:${anyDigest}`);
}

/** For a name in a document: where images of that name are asked for, in order, and which line says so. */
export function whereItLeads(view: DocumentView, place: PlaceInDocument): Markup {
  const { shape, node } = place.value;
  const key = place.onKey && place.value.parent?.shape.kind === 'map';
  const role = key ? keyRole(place.value) : shape.kind === 'text' ? shape.names : undefined;
  const value = key ? place.value.entry!.key : stringOf(node);
  if (role === undefined || value === undefined || value === '') return [];
  if (role === 'place') return placeLeads(view, place, value);
  if (role === 'image' || role === 'search') return candidates(view, explained(view, value));
  if (role === 'repository') return candidates(view, view.node.explain(`${value}:latest`));
  return role === 'short-name' ? candidates(view, view.node.explain(value)) : [];
}

function keyRole({ parent }: ShapedValue): string | undefined {
  return parent?.shape.kind === 'map' ? parent.shape.keyNames : undefined;
}

/** A location or mirror: what is asked of it for the images it stands for. */
function placeLeads(view: DocumentView, place: PlaceInDocument, value: string): Markup {
  const owner = ownerName(view, place);
  if (owner === undefined) return [];
  const explanation = explained(view, owner);
  const asWritten = withoutSlashes(value);
  const own = explanation?.candidates.filter(({ location }) => location === asWritten);
  const here = own?.find(({ order }) => order !== null) ?? own?.[0];
  // what is blocked is no attempt, though it stands among them
  if (explanation === undefined || here === undefined || here.blockedBy !== undefined)
    return candidates(view, explanation);
  const order = here.order === null ? `not asked (${here.skipped ?? 'no attempt'})` : `attempt ${here.order}`;
  const asked = here.url || here.reference;
  return [
    paragraph(
      plain('For '),
      code(shown(explanation.reference.input)),
      plain(` it is ${order}`),
      ...(asked === '' ? [] : [plain(': '), code(shown(asked))]),
    ),
    ...candidates(view, explanation),
  ];
}

/** The name that images are called by, for which a place stands: its registry table, upstream or source. */
export function ownerName(view: DocumentView, { value }: PlaceInDocument): string | undefined {
  const table = registryAt(view.document, value.node.span.start);
  if (table !== undefined) return (table.prefix ?? table.location)?.value;
  for (let at = value.parent; at !== undefined; at = at.parent) {
    const name = stringOf(entryOf(at.node, 'source')?.value) ?? stringOf(entryOf(at.node, 'registry')?.value);
    if (name !== undefined) return name;
  }
  return undefined;
}

function candidates(view: DocumentView, explanation: Explanation | undefined): Markup {
  if (explanation === undefined) return [];
  const { reference, target, verdict, error, candidates: all } = explanation;
  const head: Part[] = [code(shown(reference.canonical ?? reference.input)), plain(` for ${target}`)];
  if (verdict !== 'ok') head.push(plain(`: ${verdict}`), ...(error === null ? [] : [plain(`, ${error}`)]));
  const more = all.length > mostShown ? [paragraph(plain(`and ${all.length - mostShown} more`))] : [];
  const lines = all.slice(0, mostShown).map((one) => candidateLine(view, one));
  return [paragraph(...head), ...(lines.length === 0 ? [] : [numbered(lines)]), ...more];
}

/** The digest of an example says nothing. */
function shown(reference: string): string {
  return reference.replace(anyDigest, '...');
}

function candidateLine(view: DocumentView, candidate: Candidate): readonly Part[] {
  const { order, reference, location, skipped, blockedBy, insecure, because } = candidate;
  const marks = [
    ...(order === null ? [`not asked: ${skipped ?? 'no attempt'}`] : []),
    ...(blockedBy === undefined ? [] : ['blocked']),
    ...(insecure ? ['insecure'] : []),
  ];
  const cited = because.origin === null ? '' : ` (${citation(view, because.origin)})`;
  return [
    code(shown(reference === '' ? (location ?? '') : reference)),
    plain(`${marks.length === 0 ? '' : ` [${marks.join(', ')}]`}: ${because.text}${cited}`),
  ];
}
