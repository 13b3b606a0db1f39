import { transportNames } from '../../dialects/policy-json/fields.ts';
import { closest } from '../../text/closest.ts';
import type { Rule } from '../rule.ts';
import { isSignaturePolicy } from '../signature-policies.ts';

export const unknownTransport: Rule = {
  meta: {
    code: 'MW620',
    name: 'unknown-transport',
    family: 'signature-policy',
    severity: 'warning',
    summary: 'A transport does not exist, so its scopes never apply.',
    appliesTo: ['policy-json'],
    scope: 'document',
    since: '0.1.0',
    covers: ['E-transport'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  *check({ document }) {
    if (!isSignaturePolicy(document)) return;
    for (const { name } of document.model.transports) {
      if (transportNames.includes(name.value)) continue;
      const meant = closest(name.value, transportNames);
      yield {
        path: document.path,
        span: name.keySpan ?? name.span,
        message: `There is no transport ${JSON.stringify(name.value)}.`,
        why: 'Names of transports are not checked: the scopes below it are accepted and never used, and the default decides.',
        advice: meant === undefined ? `Known are ${transportNames.join(', ')}.` : `Did you mean ${meant}?`,
        fixes:
          meant === undefined
            ? []
            : [
                {
                  title: `Write ${meant}`,
                  safety: 'review',
                  edits: [
                    { path: document.path, span: name.keySpan ?? name.span, newText: JSON.stringify(meant) },
                  ],
                },
              ],
      };
    }
  },
};
