import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';
import { v1ToV2 } from '../v1-to-v2.ts';

export const mixedV1V2: Rule = {
  meta: {
    code: 'MW010',
    name: 'mixed-v1-v2',
    family: 'syntax',
    severity: 'error',
    summary: 'Version 1 and version 2 content stand in one file.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B16'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/issues/1054',
    ],
  },
  check: function* (context) {
    const found = fatalFindings(context, ['B16'], (_, document) => ({
      message: 'This is version 2 content in a file that also has version 1 lists.',
      why: refusal(context),
      advice:
        'Write the lists as version 2: `unqualified-search-registries`, or a [[registry]] with `insecure` or `blocked`.',
      fixes: document === undefined ? [] : v1ToV2(document, 'review'),
    }));
    for (const finding of found) {
      const v2 = finding.related?.[0];
      if (v2 === undefined) yield finding;
      else {
        const v1 = { path: finding.path, span: finding.span };
        yield { ...finding, ...v2.origin, related: [{ origin: v1, message: 'version 1 content is here' }] };
      }
    }
  },
};
