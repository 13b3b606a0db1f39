import { expect, test } from 'vitest';
import { isNodePolicyPath, isPolicyJsonPath, isPolicyJsonText } from './detect.ts';

test.each([
  ['policy.json', true, false],
  ['a/policy-new.json', true, false],
  ['C:\\x\\policy.json', true, false],
  ['etc/containers/policy.json', true, true],
  ['home/u/.config/containers/policy.json', true, true],
  ['etc/crio/policies/team.json', true, true],
  ['etc/crio/policies/a/b.json', false, false],
  ['mypolicy.json', false, false],
  ['policy.json.bak', false, false],
])('%s is named as a policy: %s, and read as one on a node: %s', (path, named, ofNode) => {
  expect([isPolicyJsonPath(path), isNodePolicyPath(path)]).toEqual([named, ofNode]);
});

const policy = '{"default": [{"type": "reject"}]}';

test.each([
  ['a policy', policy, true, true],
  ['one behind a mark of byte order', `\uFEFF ${policy}`, true, true],
  ['one with a comment', `// why\n${policy}`, true, true],
  ['keys alone', '{"transports": {}}', true, false],
  ['a key in capitals, which readers take', '{"Default": []}', true, false],
  ['nothing', '', true, false],
  ['an empty object', '{ }', true, false],
  ['null', 'null', true, false],
  ['a policy of a cloud', '{"Version": "2012-10-17", "Statement": [], "default": 1}', false, false],
  ['another object', '{"name": "x"}', false, false],
  ['YAML', 'default: [{type: reject}]', false, false],
])('%s counts under the name: %s, under another: %s', (_, text, named, other) => {
  expect([isPolicyJsonText(text, true), isPolicyJsonText(text, false)]).toEqual([named, other]);
});
