import type { RuleCode } from './rule.ts';

/** Where the pages of the rules are published. `mirrorwright rules CODE` shows the same page offline. */
export function docsAddress(code: RuleCode): string {
  return `https://github.com/mirrorwright/mirrorwright/blob/main/docs/rules/${code}.md`;
}
