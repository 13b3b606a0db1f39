import { mirrorPolicyPage } from '../../packages/core/src/policy/reference-page.ts';
import { mirrorPolicySchema } from '../../packages/core/src/policy/schema.ts';
import { markdownNotice, type Part } from './part.ts';

/** docs/reference/policy.md and the JSON Schema, both from the table of the policy's keys. */
export const part: Part = {
  make: () =>
    new Map<string, string>([
      ['docs/reference/policy.md', `${markdownNotice}\n\n${mirrorPolicyPage()}`],
      ['schemas/mirror-policy.schema.json', `${JSON.stringify(mirrorPolicySchema(), null, 2)}\n`],
    ]),
};
