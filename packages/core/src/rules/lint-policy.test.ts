import { describe, expect, it } from 'vitest';
import { readMirrorPolicy } from '../policy/read.ts';
import { sourceText } from '../text/source.ts';
import { lintPolicy } from './lint-policy.ts';
import { rules } from './registry.ts';
import type { Rule } from './rule.ts';

const text = `version: 1
targets: [podman@5.8, cri-o@1.33]
upstreams:
  - registry: docker.io
    mirrors:
      - location: cache.corp.example
insecure: [lab.example]
allowed: [docker.io]
search: [docker.io]
aliases: { web: docker.io/acme/web }
`;

/** Finds every mirror table, every alias and every scope of the files that are made. */
const everything: Rule = {
  meta: {
    ...rules[0]!.meta,
    code: 'MW199',
    name: 'everything',
    appliesTo: ['registries-conf', 'policy-json'],
    covers: [],
    scope: 'document',
  },
  check: function* ({ document }) {
    for (const match of document.source.text.matchAll(/\[\[registry|"web"|unqualified|web =|"docker.io": /g))
      yield {
        path: document.path,
        span: { start: match.index, end: match.index + 1 },
        message: match[0],
        why: '',
      };
  },
};

describe('linting a mirror policy', () => {
  const policy = readMirrorPolicy('mirror-policy.yaml', sourceText(text));

  it('finds what is wrong with the policy, for each of its targets', () => {
    const { findings, generated } = lintPolicy(policy, { rules });
    const own = findings.find(({ code }) => code === 'MW710');
    expect(policy.source.slice(own!.span)).toBe('lab.example');
    expect(own!.targets).toEqual(['podman@5.8', 'cri-o@1.33']);
    expect(findings.every(({ path }) => path === 'mirror-policy.yaml')).toBe(true);
    expect(generated.map(({ target }) => target)).toEqual(['podman@5.8', 'cri-o@1.33']);
  });

  it('leads findings in the files back to the lines that cause them', () => {
    const { findings } = lintPolicy(policy, { rules: [everything] });
    const places = findings.map(({ span, message }) => [message, policy.source.slice(span)]);
    expect(places).toEqual([
      ['[[registry', 'docker.io'],
      ['[[registry', 'cache.corp.example'],
      ['[[registry', 'lab.example'],
      ['"docker.io": ', 'docker.io'],
      ['unqualified', 'search'],
      ['web =', 'web'],
    ]);
  });
});
