import { expect, test } from 'vitest';
import { readPolicyJson } from '../../dialects/policy-json/read.ts';
import { defaultTarget } from '../../runtimes/containers/targets.ts';
import { createNode, parseSnapshot } from '../../snapshot/parse.ts';
import { rootUser } from '../../snapshot/snapshot.ts';
import { sourceText } from '../../text/source.ts';
import type { Rule } from '../rule.ts';
import { dockerScopeNeverMatches } from './docker-scope-never-matches.ts';
import { requirementAlwaysRejects } from './requirement-always-rejects.ts';

function messages(rule: Rule, policy: unknown): readonly string[] {
  const text = JSON.stringify(policy);
  const files = [{ path: 'policy.json', text }];
  const node = createNode(
    parseSnapshot({ files, rooted: false, user: rootUser, unreadable: [] }),
    defaultTarget,
  );
  const document = readPolicyJson('policy.json', sourceText(text));
  return [...rule.check({ document, node, target: defaultTarget })].map(({ message }) => message);
}

const reject = [{ type: 'reject' }];
const scoped = (scope: string): unknown => ({ default: reject, transports: { docker: { [scope]: reject } } });

test.each([
  '',
  'quay.io',
  'localhost',
  'reg.example:5000/a',
  'docker.io/library/nginx:1.25-Alpine',
  'docker.io/acme',
  'docker.io/acme/web:1',
  '*.example',
  `quay.io/acme/web@sha256:${'a'.repeat(64)}`,
])('the scope "%s" can match', (scope) => {
  expect(messages(dockerScopeNeverMatches, scoped(scope))).toEqual([]);
});

test.each([
  ['https://quay.io', 'scheme'],
  ['quay.io/', 'slash'],
  ['quay.io//acme', 'doubled slash'],
  ['busybox', 'no registry'],
  ['Quay.io', 'upper case'],
  ['quay.io/Acme', 'upper case'],
  ['*.example/acme', 'wildcard'],
  ['*.example:5000', 'wildcard'],
  ['*.', 'no registry'],
  ['docker.io/nginx:1', 'library/nginx'],
  [`quay.io/acme/web:1@sha256:${'a'.repeat(64)}`, 'never by both'],
])('the scope "%s" never matches', (scope, why) => {
  expect(messages(dockerScopeNeverMatches, scoped(scope))).toEqual([expect.stringContaining(why)]);
});

test('key sources without a key load and reject', () => {
  const empty = (keys: object): unknown => ({ default: [{ type: 'signedBy', keyType: 'GPGKeys', ...keys }] });
  expect(messages(requirementAlwaysRejects, empty({ keyPaths: [] }))).toEqual(['"keyPaths" is empty.']);
  expect(messages(requirementAlwaysRejects, empty({ keyData: '' }))).toEqual(['"keyData" is empty.']);
  expect(messages(requirementAlwaysRejects, empty({ keyPaths: ['/a'] }))).toEqual([]);
});
