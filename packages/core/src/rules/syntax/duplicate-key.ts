import type { Parsed } from '../../dialects/document.ts';
import { conflictProblems, toleratedProblems } from '../../runtimes/containers/decoder.ts';
import type { Span } from '../../text/span.ts';
import { fatalFindings, refusal, registriesDocuments } from '../load-errors.ts';
import type { Fix, Rule, RuleContext, RuleFinding } from '../rule.ts';

export const duplicateKey: Rule = {
  meta: {
    code: 'MW002',
    name: 'duplicate-key',
    family: 'syntax',
    severity: 'error',
    summary: 'A key or table is defined twice.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B1'],
    cites: ['https://toml.io/en/v1.0.0'],
  },
  check: function* (context) {
    yield* fatalFindings(context, ['B1'], ({ value, message, origin }, document) => {
      if (value === undefined || !conflictProblems.has(value)) return undefined;
      return {
        message: message.replace(/^toml: /, ''),
        why: `TOML allows each key and each [table] once. ${refusal(context)}`,
        advice: 'Remove one of the two, or merge them.',
        fixes: document === undefined ? [] : elementFix(document, origin.span),
      };
    });
    yield* tolerated(context);
  },
};

/** TOML forbids it, this decoder takes it, and others do not. */
function* tolerated({ node, target }: RuleContext): Iterable<RuleFinding> {
  for (const document of registriesDocuments(node).values()) {
    for (const { id, message, span, related } of toleratedProblems(document.tree, target.decoder)) {
      if (!conflictProblems.has(id)) continue;
      const kept = id === 'duplicate-key' ? 'keeps the last list only' : 'reads it all the same';
      yield {
        path: document.path,
        span,
        message,
        severity: 'warning',
        why: `TOML forbids it. ${target.id} ${kept}; releases with another decoder refuse the whole file.`,
        advice: 'Remove one of the two, or merge them.',
        related:
          related === undefined
            ? []
            : [{ origin: { path: document.path, span: related }, message: 'first here' }],
      };
    }
  }
}

/** `[registry]` twice: they were meant as elements of a list. */
function elementFix({ path, source: { text } }: Parsed, span: Span): readonly Fix[] {
  const before = /(?:^|[^[])(\[\s*)$/.exec(text.slice(Math.max(0, span.start - 20), span.start))?.[1];
  const after = /^[^\]\n]{1,40}\]/.exec(text.slice(span.start, span.start + 60))?.[0];
  if (before === undefined || after === undefined) return [];
  const header = before + after;
  if (!/^\[\s*(registry|registry\s*\.\s*mirror)\s*\]$/.test(header)) return [];
  const start = span.start - before.length;
  const edits = [{ path, span: { start, end: start + header.length }, newText: `[${header}]` }];
  return [{ title: `Write [${header}], one element of a list`, safety: 'safe', edits }];
}
