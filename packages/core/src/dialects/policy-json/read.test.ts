import { expect, test } from 'vitest';
import { policyLoadErrors } from '../../runtimes/containers/signature-policy.ts';
import { parseTarget } from '../../runtimes/containers/targets.ts';
import { sourceText } from '../../text/source.ts';
import { readPolicyJson } from './read.ts';

function conditions(text: string, target = 'containers-image@5.39'): readonly string[] {
  const parsed = parseTarget(target);
  if (!parsed.ok) throw new Error(parsed.message);
  const document = readPolicyJson('policy.json', sourceText(text));
  return policyLoadErrors(document, parsed.target).map(({ condition }) => condition);
}

const one = (requirement: object): string => JSON.stringify({ default: [requirement] });

test('a policy that loads has no fault, and every value its place', () => {
  const text = '{"default":[{"type":"reject"}],"transports":{"docker":{"quay.io":[{"type":"reject"}]}}}';
  const { model } = readPolicyJson('policy.json', sourceText(text));
  expect(model.faults).toEqual([]);
  const scope = model.transports[0]!.scopes[0]!;
  expect(text.slice(scope.scope.span.start, scope.scope.span.end)).toBe('"quay.io"');
  expect(scope.requirements?.items[0]?.kind).toBe('reject');
});

test('all faults are reported, not only the first', () => {
  const text = '{"default":[],"Transports":{},"transports":{"dir":{"/":[{"type":"signedby"}]}}}';
  expect(conditions(text)).toEqual(['E6', 'E4', 'E15', 'E7']);
});

test('keys of __proto__ and constructor are data', () => {
  expect(conditions('{"default":[{"type":"reject"}],"__proto__":{},"constructor":1}')).toEqual(['E4', 'E4']);
  expect(conditions('{"default":[{"type":"constructor"}]}')).toEqual(['E7']);
});

test('half surrogates become one character, so two such keys are the same', () => {
  const list = '[{"type":"reject"}]';
  const scopes = `{"\\ud800":${list},"\\ufffd":${list}}`;
  expect(conditions(`{"default":${list},"transports":{"docker":${scopes}}}`)).toEqual(['E2']);
});

test.each([
  [{ type: 'sigstoreSigned', keyPath: '/a' }, [5, 21], [5, 22]],
  [{ type: 'sigstoreSigned', keyDatas: ['YQ=='] }, [5, 32], [5, 33]],
  [{ type: 'sigstoreSigned', keyPath: '/a', rekorPublicKeyData: 'YQ==' }, [5, 23], [5, 24]],
  [{ type: 'sigstoreSigned', pki: { caRootsPath: '/a', subjectEmail: 'a@corp.example' } }, [5, 34], [5, 35]],
])('%j needs a release that knows it', (requirement, older, newer) => {
  expect(conditions(one(requirement), `containers-image@${older.join('.')}`)).toContain('E16');
  expect(conditions(one(requirement), `containers-image@${newer.join('.')}`)).toEqual([]);
});

test('an empty key path of sigstoreSigned is refused since 5.24 only', () => {
  const text = one({ type: 'sigstoreSigned', keyPath: '' });
  expect(conditions(text, 'skopeo@1.9.3')).toEqual([]);
  expect(conditions(text)).toEqual(['E10']);
});

test('hostile texts are read without a throw', () => {
  const texts = ['', '\u0000', '\ud800', '['.repeat(10_000), `{"default":${'[{"type":'.repeat(5_000)}`];
  for (const text of texts) expect(conditions(text).length).toBeGreaterThan(0);
});
