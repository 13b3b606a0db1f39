import { fatalFindings, refusal, registriesDocuments } from '../load-errors.ts';
import type { Fix, Rule, RuleContext, RuleFinding } from '../rule.ts';

export const byteOrderMark: Rule = {
  meta: {
    code: 'MW006',
    name: 'byte-order-mark',
    family: 'syntax',
    severity: 'error',
    summary: 'The file starts with a byte order mark, which older readers refuse.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B1'],
    cites: ['https://github.com/BurntSushi/toml'],
  },
  check: function* (context) {
    yield* fatalFindings(context, ['B1'], ({ value, origin }) => {
      if (value !== 'byte-order-mark') return undefined;
      return { message, why: refusal(context), fixes: removal(origin.path) };
    });
    yield* tolerated(context);
  },
};

const message = 'The file starts with a byte order mark.';

function removal(path: string): readonly Fix[] {
  const edits = [{ path, span: { start: 0, end: 1 }, newText: '' }];
  return [{ title: 'Remove the byte order mark', safety: 'safe', edits }];
}

function* tolerated({ node, target }: RuleContext): Iterable<RuleFinding> {
  const refused = new Set(
    node
      .config()
      .loadErrors.filter(isMark)
      .map(({ origin }) => origin.path),
  );
  for (const { path, source } of registriesDocuments(node).values()) {
    if (source.text.charCodeAt(0) !== 0xfeff || refused.has(path)) continue;
    const why = `${target.id} skips it, but releases built with an older decoder refuse the whole file.`;
    yield { path, span: { start: 0, end: 1 }, message, severity: 'info', why, fixes: removal(path) };
  }
}

function isMark({ value }: { readonly value?: string }): boolean {
  return value === 'byte-order-mark';
}
