import { secretSpans } from '../dialects/secrets.ts';
import { sourceText } from '../text/source.ts';
import { editsBetween } from './edits.ts';

/** The first line of `after` whose change would write a secret, or undefined. Secrets that stay as they are do not count. */
export function insertsSecret(path: string, before: string, after: string): number | undefined {
  const secrets = secretSpans(path, after);
  if (secrets.length === 0) return undefined;
  let shift = 0;
  for (const { start, end, text } of editsBetween(before, after)) {
    const from = start + shift;
    const to = from + text.length;
    shift += text.length - (end - start);
    // an edit that only takes something out of a secret changes it too
    const hit =
      secrets.find((secret) => from < secret.end && to > secret.start) ??
      (text === '' ? secrets.find((secret) => from > secret.start && from < secret.end) : undefined);
    if (hit !== undefined) return sourceText(after).position(hit.start).line;
  }
  return undefined;
}
