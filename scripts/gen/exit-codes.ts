import { markdownNotice, type Part } from './part.ts';

const codes: readonly (readonly [number, string, string])[] = [
  [
    0,
    'ok',
    'Nothing at or above the threshold (`--fail-on`); the operation succeeded; stdout was closed early.',
  ],
  [
    1,
    'findings or failure',
    'Findings at or above the threshold, or the operation failed: a file is missing or unreadable, a node was not pushed to or its end is unknown.',
  ],
  [
    2,
    'wrong usage',
    'Unknown command, option or target; options that exclude each other; no terminal to ask on; a nodes file with faults.',
  ],
  [3, 'changes pending', 'With `plan --exit-code`.'],
  [4, 'authentication', 'Every node that failed refused the login.'],
  [70, 'internal error', 'A mistake in Mirrorwright; the message says how to report it.'],
  [130, 'cancelled', 'Ctrl-C, a confirmation that was not given, or the wizard was left without writing.'],
];

/** docs/reference/exit-codes.md. */
export const part: Part = {
  make: () => {
    const rows = codes.map(([code, name, meaning]) => `| ${code} | ${name} | ${meaning} |`).join('\n');
    const text = `# Exit codes\n\n${markdownNotice}\n\n| Code | Name | When |\n|---|---|---|\n${rows}\n`;
    return new Map([['docs/reference/exit-codes.md', text]]);
  },
};
