import { describe, expect, it } from 'vitest';
import { mirrorPolicyPage } from './reference-page.ts';
import { mirrorPolicySchema } from './schema.ts';

describe('the schema of a mirror policy', () => {
  it('has every key, with its type and meaning', () => {
    expect(mirrorPolicySchema()).toMatchObject({
      type: 'object',
      required: ['version'],
      additionalProperties: false,
      properties: {
        version: { enum: [1] },
        shortNames: { enum: ['enforcing', 'permissive', 'disabled'] },
        upstreams: {
          type: 'array',
          items: {
            required: ['registry'],
            properties: {
              mirrors: { items: { required: ['location'], properties: { insecure: { type: 'boolean' } } } },
            },
          },
        },
        aliases: { additionalProperties: { type: 'string' } },
      },
    });
  });

  it('and the reference page name the same keys', () => {
    for (const key of ['registry', 'credentialHelpers', 'rejected', 'project']) {
      expect(mirrorPolicyPage()).toContain(`| \`${key}\` |`);
    }
  });
});
