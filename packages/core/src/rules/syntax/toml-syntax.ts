import type { Parsed } from '../../dialects/document.ts';
import { decoderErrors } from '../../runtimes/containers/decoder.ts';
import type { SyntaxProblem } from '../../syntax/tree.ts';
import { fatalFindings, refusal, registriesDocuments } from '../load-errors.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Fix, Rule, RuleContext, RuleFinding } from '../rule.ts';
import { problemsOfOtherRules } from '../toml-problems.ts';

export const tomlSyntax: Rule = {
  meta: {
    code: 'MW001',
    name: 'toml-syntax',
    family: 'syntax',
    severity: 'error',
    summary: 'The file is not TOML: the reader cannot decode it.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B1'],
    cites: ['https://toml.io/en/v1.0.0', 'https://github.com/BurntSushi/toml'],
  },
  check: function* (context) {
    yield* fatalFindings(context, ['B1'], ({ value, message, origin }, document) => {
      if (value === undefined || problemsOfOtherRules.has(value)) return undefined;
      return {
        message: message.replace(/^toml: /, ''),
        why: refusal(context),
        advice: 'Correct the syntax here; the rest of the file is judged as far as it could be read.',
        fixes: document === undefined ? [] : quoteFix(document, value, origin.span),
      };
    });
    yield* inFilesNotRead(context);
  },
};

/** A value that should have been quoted. */
function quoteFix(document: Parsed, id: string, span: SyntaxProblem['span']): readonly Fix[] {
  const text = document.source.slice(span);
  if (id !== 'unquoted-string' || !/^[A-Za-z0-9._/:@*-]+$/.test(text)) return [];
  const edits = [{ path: document.path, span, newText: `"${text}"` }];
  return [{ title: `Put ${text} in quotes`, safety: 'review', edits }];
}

/** Files that this reader does not open are judged too, but they make nothing fail. */
function* inFilesNotRead({ node, target }: RuleContext): Iterable<RuleFinding> {
  const read = registriesDocuments(node);
  for (const document of node.documents) {
    if (!isRegistriesConf(document) || read.has(document.path)) continue;
    for (const { id, message, span } of decoderErrors(document.tree, target.decoder)) {
      if (problemsOfOtherRules.has(id)) continue;
      const why = `${target.id} does not read this file here; a reader that does would refuse it.`;
      yield { path: document.path, span, message, why };
    }
  }
}
