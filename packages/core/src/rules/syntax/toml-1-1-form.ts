import { toleratedProblems } from '../../runtimes/containers/decoder.ts';
import { fatalFindings, refusal, registriesDocuments } from '../load-errors.ts';
import type { Rule, RuleContext, RuleFinding } from '../rule.ts';
import { toml11Fixes, toml11Problems } from '../toml-problems.ts';

export const toml11Form: Rule = {
  meta: {
    code: 'MW005',
    name: 'toml-1-1-form',
    family: 'syntax',
    severity: 'error',
    summary: 'A form of TOML 1.1 is refused by readers that are older than its support.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B1'],
    cites: ['https://toml.io/en/v1.1.0', 'https://github.com/BurntSushi/toml'],
  },
  check: function* (context) {
    yield* fatalFindings(context, ['B1'], ({ value, message, origin }, document) => {
      if (value === undefined || !toml11Problems.has(value)) return undefined;
      return {
        message: message.replace(/^toml: /, ''),
        why: `This is TOML 1.1, which its decoder does not know yet. ${refusal(context)}`,
        advice: 'Write the form of TOML 1.0.',
        fixes: document === undefined ? [] : toml11Fixes(document, value, origin.span),
      };
    });
    yield* tolerated(context);
  },
};

function* tolerated({ node, target }: RuleContext): Iterable<RuleFinding> {
  for (const document of registriesDocuments(node).values()) {
    for (const { id, message, span } of toleratedProblems(document.tree, target.decoder)) {
      if (!toml11Problems.has(id)) continue;
      yield {
        path: document.path,
        span,
        message,
        severity: 'info',
        why: `${target.id} reads it, but releases built with a TOML 1.0 decoder refuse the whole file.`,
        advice: 'Write the form of TOML 1.0.',
        fixes: toml11Fixes(document, id, span),
      };
    }
  }
}
