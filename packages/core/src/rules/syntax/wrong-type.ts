import { fatalFindings, refusal, typeErrorAt } from '../load-errors.ts';
import { isUnquotedAlias } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';
import { typeFixes } from '../type-fixes.ts';

export const wrongType: Rule = {
  meta: {
    code: 'MW003',
    name: 'wrong-type',
    family: 'syntax',
    severity: 'error',
    summary: 'A value has a type that the reader cannot decode.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B1'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B1'], ({ value, origin }, document) => {
      if (value !== 'wrong-type' || document === undefined) return undefined;
      const error = typeErrorAt(document, origin.span.start);
      if (error === undefined || isUnquotedAlias(error)) return undefined;
      const lost = error.path === 'registry' && !document.source.slice(error.span).startsWith('[');
      const advice =
        lost && error.found === 'table'
          ? 'A [[registry.mirror]] needs its [[registry]] above it.'
          : `Write ${article(error.expected)}.`;
      return {
        message: `${error.path} is ${article(error.found)}; it must be ${article(error.expected)}.`,
        why: refusal(context),
        advice,
        fixes: typeFixes(document, error),
      };
    }),
};

function article(words: string): string {
  return /^[aeiou]/.test(words) ? `an ${words}` : `a ${words}`;
}
