import { lint, parseSnapshot, parseTarget, rootUser, rules } from '@mirrorwright/core';

interface PolicyCase {
  readonly json: string;
  readonly expect: 'ok' | 'error';
}

/** What is wrong with a case of policy-json.json: judged by Debian's skopeo 1.9.3. */
export function runPolicyCase({ json, expect }: PolicyCase): readonly string[] {
  const target = parseTarget('skopeo@1.9.3');
  if (!target.ok) throw new Error(target.message);
  const files = [{ path: 'etc/containers/policy.json', text: json }];
  const parsed = parseSnapshot({ files, rooted: true, user: rootUser, unreadable: [] });
  const { findings } = lint({ nodes: [parsed], targets: [target.target], rules });
  const actual = findings.some(({ fatal }) => fatal) ? 'error' : 'ok';
  return actual === expect ? [] : [`expected ${expect}, got ${actual}`];
}
