import { expect, test } from 'vitest';
import { lintText } from './testing/lint-text.ts';

const text = `[[registry]]location = "quay.io"
blocked = true
[[registry.mirror]]
location = "mirror.gcr.io"
pull-from-mirror = "digest-only"

[[registry]]location = "docker.io"
insecure = true
[[registry.mirror]]
location = "mirror.gcr.io"
[[registry.mirror]]location = "m2.corp.example"

[[registry]]
location =
`;

test('tables whose name could not be read have no findings besides that of the syntax', () => {
  const codes = lintText(text).findings.map(({ code }) => code);
  expect(codes).toEqual(['MW001', 'MW001', 'MW001', 'MW001']);
});

test('tables without any name are reported as such once, and not as repeated', () => {
  const codes = lintText('[[registry]]\nblocked = true\n\n[[registry]]\nblocked = true\n').findings.map(
    ({ code }) => code,
  );
  expect(codes).toEqual(['MW102', 'MW102']);
});
