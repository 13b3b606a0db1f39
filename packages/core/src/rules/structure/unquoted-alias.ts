import type { RegistriesDocument } from '../../runtimes/containers/config.ts';
import type { Span } from '../../text/span.ts';
import { fatalFindings, refusal, typeErrorAt } from '../load-errors.ts';
import { isUnquotedAlias } from '../registries-conf.ts';
import type { Fix, Rule } from '../rule.ts';

export const unquotedAlias: Rule = {
  meta: {
    code: 'MW114',
    name: 'unquoted-alias',
    family: 'structure',
    severity: 'error',
    summary: 'An alias name with dots is not quoted, so TOML reads nested tables.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C6'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
      'https://toml.io/en/v1.0.0#keys',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B1'], ({ value, origin }, document) => {
      if (value !== 'wrong-type' || document === undefined) return undefined;
      const error = typeErrorAt(document, origin.span.start);
      if (error === undefined || !isUnquotedAlias(error)) return undefined;
      return {
        message: `The alias ${nameAround(document, origin.span).text} is written without quotes.`,
        why: `A dot in a bare key makes a table of what stands before it. ${refusal(context)}`,
        advice: 'Put the name in quotes. A name with a registry in it cannot be an alias at all.',
        fixes: quoteFix(document, origin.span),
      };
    }),
};

/** The dotted key in which the offset lies; only its neighbourhood is looked at. */
function nameAround(
  { source: { text } }: RegistriesDocument,
  { start, end }: Span,
): { readonly text: string; readonly span: Span } {
  const before = /[^\s,{]*$/.exec(text.slice(Math.max(0, start - 128), start))![0];
  const after = /^[^\s=]*/.exec(text.slice(start, Math.min(end, start + 128) + 128))![0];
  const span = { start: start - before.length, end: start + after.length };
  return { text: before + after, span };
}

function quoteFix(document: RegistriesDocument, inner: Span): readonly Fix[] {
  const { text, span } = nameAround(document, inner);
  if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$/.test(text)) return [];
  const edits = [{ path: document.path, span, newText: `"${text}"` }];
  return [{ title: `Write "${text}"`, safety: 'safe', edits }];
}
