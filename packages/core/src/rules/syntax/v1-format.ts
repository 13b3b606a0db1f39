import { v1Content } from '../../runtimes/containers/v1.ts';
import { fatalFindings, registriesDocuments } from '../load-errors.ts';
import type { Rule, RuleContext, RuleFinding } from '../rule.ts';
import { v1ToV2 } from '../v1-to-v2.ts';

export const v1Format: Rule = {
  meta: {
    code: 'MW012',
    name: 'v1-format',
    family: 'syntax',
    severity: 'warning',
    summary: 'The file is written in the version 1 format, which current releases no longer read.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B18', 'C85'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/container-libs/issues/1029',
    ],
  },
  check: function* (context) {
    yield* fatalFindings(context, ['B18'], (_, document) => ({
      message,
      why: `${context.target.id} uses containers/image 5.40 or later, which refuses the whole file.`,
      advice,
      fixes: document === undefined ? [] : v1ToV2(document, 'safe'),
    }));
    yield* stillRead(context);
  },
};

const message = 'This list is written in the version 1 format.';
const advice = 'Write the file as version 2; the fix does it and keeps the comments.';

function* stillRead({ node, target }: RuleContext): Iterable<RuleFinding> {
  const refused = new Set(
    node
      .config()
      .loadErrors.filter(({ condition }) => /^B1[678]$/.test(condition))
      .map(({ origin }) => origin.path),
  );
  for (const document of registriesDocuments(node).values()) {
    const span = v1Content(document.model, target);
    if (span === undefined || refused.has(document.path)) continue;
    const why = `${target.id} still reads it; releases with containers/image 5.40 or later refuse the whole file.`;
    yield { path: document.path, span, message, why, advice, fixes: v1ToV2(document, 'safe') };
  }
}
