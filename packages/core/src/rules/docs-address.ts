import type { RuleCode } from './rule.ts';

/** Where the project is published. */
export const homeAddress = 'https://github.com/mirrorwright/mirrorwright';

/** Where the pages of the rules are published. `mirrorwright rules CODE` shows the same page offline. */
export function docsAddress(code: RuleCode): string {
  return `${homeAddress}/blob/main/docs/rules/${code}.md`;
}
