import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readPolicyJson } from '../../dialects/policy-json/read.ts';
import { sourceText } from '../../text/source.ts';
import { editPolicyJson, kindOfList, newPolicyJson, type ScopeContent } from './policy-json.ts';

function read(text: string) {
  const document = readPolicyJson('policy.json', sourceText(text));
  expect(document.tree.problems).toEqual([]);
  const docker = document.model.transports.find(({ name }) => name.value === 'docker');
  return new Map(docker?.scopes.map(({ scope, requirements }) => [scope.value, kindOfList(requirements)]));
}

function edited(text: string, content: ScopeContent): string {
  return editPolicyJson(readPolicyJson('policy.json', sourceText(text)), content).text;
}

const requirements = {
  accept: '[{"type": "insecureAcceptAnything"}]',
  reject: '[{"type": "reject"}]',
  signed: '[{"type": "signedBy", "keyType": "GPGKeys", "keyPath": "/k"}]',
} as const;
const kind = fc.constantFrom(...(['accept', 'reject', 'signed'] as const));
const name: fc.Arbitrary<string> = fc.constantFrom(
  '',
  'a.example',
  'b.example',
  'b.example/x',
  'c"d\\',
  '10',
  '9',
  'e.example',
);
const names = fc.uniqueArray(
  name.filter((each) => each !== ''),
  { maxLength: 5 },
);
const existing = fc.uniqueArray(fc.tuple(name, kind), { maxLength: 6, selector: ([scope]) => scope });

/** What a scope that nothing was said of becomes where all others are rejected. */
function closedOff(scope: string, of: string, accepted: readonly string[]): string | undefined {
  if (scope === '') return 'reject';
  return of === 'accept' && !accepted.some((each) => scope.startsWith(`${each}/`)) ? undefined : of;
}

test('an existing policy does afterwards what was asked for, and its signatures stay', () => {
  fc.assert(
    fc.property(
      existing,
      names,
      names,
      fc.boolean(),
      fc.boolean(),
      (scopes, accepted, rejected, rejectOthers, lines) => {
        const gap = lines ? '\n      ' : ' ';
        const entries = scopes.map(([scope, of]) => `${gap}${JSON.stringify(scope)}: ${requirements[of]}`);
        const text = `{"default": ${requirements.accept}, "transports": {"docker": {${entries.join(',')}${gap}}, "dir": {}}}\n`;
        const content = {
          accepted: accepted.filter((each) => !rejected.includes(each)),
          rejected,
          rejectOthers,
        };
        const before = new Map(scopes);
        const after = read(edited(text, content));
        for (const scope of content.accepted)
          expect(after.get(scope)).toBe(before.get(scope) === 'signed' ? 'signed' : 'accept');
        for (const scope of rejected) expect(after.get(scope)).toBe('reject');
        for (const [scope, of] of before) {
          if (content.accepted.includes(scope) || rejected.includes(scope)) continue;
          const wanted = rejectOthers ? closedOff(scope, of, content.accepted) : of;
          expect([scope, after.get(scope)]).toEqual([scope, wanted]);
        }
        if (rejectOthers) expect(after.get('')).toBe('reject');
      },
    ),
    { numRuns: 2000 },
  );
});

describe('many scopes', () => {
  const many = (prefix: string): readonly string[] =>
    Array.from({ length: 3000 }, (_, index) => `${prefix}${index}.example`);

  it('are added and removed in one go each, in their order', () => {
    const first = newPolicyJson({ accepted: many('a'), rejected: [], rejectOthers: true });
    const text = edited(first, { accepted: many('b'), rejected: many('c'), rejectOthers: true });
    expect([...read(text).keys()]).toEqual(['', ...many('b'), ...many('c')]);
  });

  it('that were there go on being written in the manner of the file', () => {
    const text =
      '{\n  "default": [{"type": "reject"}],\n  "transports": {\n    "docker": {\n      "a": [{"type": "insecureAcceptAnything"}]\n    }\n  }\n}\n';
    const result = edited(text, { accepted: ['a', 'b', 'c', 'd'], rejected: [], rejectOthers: false });
    const lines = result.split('\n').filter((line) => /^ {6}"[a-d]": /.test(line));
    expect(lines).toHaveLength(4);
    expect(result.startsWith(text.slice(0, text.indexOf('"a"')))).toBe(true);
  });
});
