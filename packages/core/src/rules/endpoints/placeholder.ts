import { isPlaceholder } from '../data/placeholders.ts';
import { undecidedPlaces } from '../facts/notable-places.ts';
import { isRegistriesConf } from '../registries-conf.ts';
import type { Rule } from '../rule.ts';

export const placeholder: Rule = {
  meta: {
    code: 'MW313',
    name: 'placeholder',
    family: 'endpoints',
    severity: 'error',
    summary: 'A placeholder of an example was left in.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: [],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ document }) {
    if (!isRegistriesConf(document)) return;
    for (const { value, span } of undecidedPlaces(document)) {
      if (!isPlaceholder(value)) continue;
      yield {
        path: document.path,
        span,
        message: `${value} is a placeholder.`,
        why: 'It stood in an example for a name of your own; there is no such host, and what is not a valid name makes the whole pull fail.',
        advice: 'Write the real name.',
      };
    }
  },
};
