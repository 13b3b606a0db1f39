import { fatalFindings, refusal } from '../load-errors.ts';
import type { Rule } from '../rule.ts';
import { v1ToV2 } from '../v1-to-v2.ts';

export const v1InDropIn: Rule = {
  meta: {
    code: 'MW011',
    name: 'v1-in-drop-in',
    family: 'syntax',
    severity: 'error',
    summary: 'A drop-in is written in the version 1 format.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['B17'],
    cites: [
      'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.d.5.md',
    ],
  },
  check: (context) =>
    fatalFindings(context, ['B17'], (_, document) => ({
      message: 'This version 1 list stands in a drop-in.',
      why: `Files in registries.conf.d must have the version 2 format. ${refusal(context)}`,
      advice: 'Write the list as version 2.',
      fixes: document === undefined ? [] : v1ToV2(document, 'review'),
    })),
};
