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

/** The dotted key in which the offset lies. */
function nameAround(
  { source }: RegistriesDocument,
  { start }: Span,
): { readonly text: string; readonly span: Span } {
  const { line } = source.position(start);
  const at = source.lineStarts()[line - 1]!;
  const text = source.line(line);
  const indent = text.length - text.trimStart().length;
  const key = text.slice(indent, text.includes('=') ? text.indexOf('=') : text.length).trimEnd();
  return { text: key, span: { start: at + indent, end: at + indent + key.length } };
}

function quoteFix(document: RegistriesDocument, inner: Span): readonly Fix[] {
  const { text, span } = nameAround(document, inner);
  if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$/.test(text)) return [];
  const edits = [{ path: document.path, span, newText: `"${text}"` }];
  return [{ title: `Write "${text}"`, safety: 'safe', edits }];
}
