import { describe, expect, it } from 'vitest';
import { detectDialect } from './detect.ts';

const v2 = '[[registry]]\nlocation = "quay.io"\n';

/** The dialect, or nothing but the fact that there is a reason. */
function detected(path: string, text: string): string {
  const found = detectDialect(path, text);
  if (found.dialect !== null) return found.dialect;
  expect(found.reason).not.toBe('');
  return 'none';
}

describe('a file is recognised', () => {
  it.each([
    ['etc/containers/registries.conf', v2, 'registries-conf'],
    ['registries.conf', '', 'registries-conf'],
    ['registries.conf', 'not = = toml', 'registries-conf'],
    ['etc/containers/registries.conf.d/50-x.conf', '[aliases]\nweb = "quay.io/a/web"\n', 'registries-conf'],
    ['my-mirrors.conf', v2, 'registries-conf'],
    ['var/cache/containers/short-name-aliases.conf', '[aliases]\n', 'short-name-cache'],
    ['etc/containers/policy.json', '{', 'policy-json'],
    ['anything.json', '{"default": [{"type": "reject"}]}', 'policy-json'],
    ['mirror-policy.yaml', '', 'mirror-policy'],
    ['team.yaml', 'version: 1\nupstreams: []\n', 'mirror-policy'],
  ])('%s as %s', (path, text, dialect) => {
    expect(detected(path, text)).toBe(dialect);
  });
});

describe('a file is left alone, with a reason', () => {
  it.each([
    ['deployment.yaml', 'apiVersion: apps/v1\nkind: Deployment\n'],
    ['package.json', '{"name": "x"}'],
    ['daemon.json', '{"registry-mirrors": ["https://m.example"]}'],
    ['nginx.conf', 'server { listen 80; }\n'],
    ['readme.md', '# registries.conf\n'],
    ['policy.json', '{"Version": "2012-10-17", "Statement": []}'],
  ])('%s', (path, text) => {
    expect(detected(path, text)).toBe('none');
  });
});
