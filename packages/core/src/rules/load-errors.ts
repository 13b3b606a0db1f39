import type { TypeErrorAt } from '../dialects/registries-conf/model.ts';
import type { LoadError, RegistriesDocument } from '../runtimes/containers/config.ts';
import type { NodeView } from '../snapshot/node.ts';
import { remembered } from '../text/remembered.ts';
import type { RuleContext, RuleFinding } from './rule.ts';

/** What a rule says of a load error; path, span and `fatal` come from the error. */
export type FatalText = Pick<RuleFinding, 'message' | 'why'> & Partial<Pick<RuleFinding, 'advice' | 'fixes'>>;

/**
 * Findings for those load errors of the node that have one of the conditions: fatal, at their origin. For rules of
 * scope node, so that lint and explain cannot disagree on what makes a reader refuse.
 * `say` may return undefined for an error that another rule reports.
 */
export function* fatalFindings(
  context: RuleContext,
  conditions: readonly LoadError['condition'][],
  say: (error: LoadError, document: RegistriesDocument | undefined) => FatalText | undefined,
): Iterable<RuleFinding> {
  const config = context.node.config();
  const documents = registriesDocuments(context.node);
  for (const error of config.loadErrors) {
    if (!conditions.includes(error.condition)) continue;
    const text = say(error, documents.get(error.origin.path));
    if (text === undefined) continue;
    const { path, span } = error.origin;
    yield { path, span, fatal: true, related: error.related ?? [], ...text };
  }
}

const documentMaps = remembered<NodeView, ReadonlyMap<string, RegistriesDocument>>();

/** The documents of the node that its reader loads, by path. */
export function registriesDocuments(node: NodeView): ReadonlyMap<string, RegistriesDocument> {
  let map = documentMaps.get(node);
  if (map === undefined) {
    map = new Map(node.config().files.map(({ path, document }) => [path, document]));
    documentMaps.set(node, map);
  }
  return map;
}

/** Sentence for `why`: what the reader does with a file that it cannot load. */
export function refusal(context: RuleContext): string {
  return `${context.target.id} refuses the whole file, and every pull, push and search that needs it fails.`;
}

const typeErrorMaps = remembered<RegistriesDocument, ReadonlyMap<number, TypeErrorAt>>();

/** The type error that starts at an offset. */
export function typeErrorAt(document: RegistriesDocument, offset: number): TypeErrorAt | undefined {
  let map = typeErrorMaps.get(document);
  if (map === undefined) {
    map = new Map(document.model.typeErrors.map((error) => [error.span.start, error]));
    typeErrorMaps.set(document, map);
  }
  return map.get(offset);
}
