import { describe, expect, test } from 'vitest';
import { parseTarget } from '../runtimes/containers/targets.ts';
import { dangerOf } from './danger.ts';
import { facts, given, machine, mirrored, planned, policyOf, survey } from './testing/node.ts';

const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';
const main = '/etc/containers/registries.conf';

function reasons(files: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string {
  return planned({ survey: survey(files), wanted: given(after) }).reasons.join('\n');
}

describe('a planned node', () => {
  test('gets the files of the policy, as edits of what is there', () => {
    const { node, refusals, reasons: why, changes } = planned({});
    expect(refusals).toEqual([]);
    expect(why).toEqual([]);
    expect(node.destinations.map(({ path, baseSha256 }) => [path, baseSha256])).toEqual([[dropIn, null]]);
    expect(node.targets).toEqual(['podman@5.4']);
    expect(node.impact.join()).toContain('nothing restarts');
    expect(changes[0]?.after).toContain('cache.corp.example/hub');
  });

  test('stores no text that stays', () => {
    const before = `# KEEP-THIS-COMMENT\n[[registry]]\nlocation = "docker.io"\n`;
    const after = `${before}[[registry.mirror]]\nlocation = "cache.corp.example/hub"\n`;
    const { node } = planned({ survey: survey({ [main]: before }), wanted: given({ [main]: after }) });
    expect(JSON.stringify(node)).not.toContain('KEEP-THIS-COMMENT');
    expect(node.destinations[0]?.edits).toHaveLength(1);
  });

  test('with nothing to change has no destinations', () => {
    const { changes } = planned({});
    const { node } = planned({ survey: survey({ [dropIn]: changes[0]!.after }) });
    expect(node.destinations).toEqual([]);
    expect(node.impact).toEqual(['nothing changes']);
  });

  test('judges the files as they would be', () => {
    const text = '[[registry]]\nprefix = "docker.io"\n';
    const { node } = planned({ wanted: given({ [dropIn]: text }) });
    expect(node.findings.some(({ severity, path }) => severity === 'error' && path === dropIn)).toBe(true);
  });

  test('reloads CRI-O and restarts an active podman.service', () => {
    const { node } = planned({
      facts: { ...facts, markers: ['/sys/fs/cgroup/system.slice/podman.service'] },
    });
    expect(node.impact.join()).toContain('podman.service is active and restarts');
  });

  test('names a fault of the policy once, with its line, however many readers it is made for', () => {
    const targets = ['podman@5.4', 'skopeo@1.18'].map((id) => {
      const found = parseTarget(id);
      if (!found.ok) throw new Error(found.message);
      return found.target;
    });
    const wanted = policyOf('version: 1\nmirrors: []\n');
    expect(planned({ targets, wanted }).refusals.map(({ message }) => message)).toEqual([
      expect.stringMatching(/:2 .*no key "mirrors"/),
    ]);
  });

  test('is refused a secret in the new text, and keeps one that is there', () => {
    const path = '/etc/rancher/k3s/registries.yaml';
    const allowed = { allowPaths: [path], reload: { verb: 'none' } as const };
    const before = 'configs:\n  a.example:\n    auth:\n      password: Pl4nted\n';
    const refused = planned({ ...allowed, wanted: given({ [path]: before }) });
    expect(refused.refusals[0]?.message).toContain('holds a secret in line 4');
    expect(JSON.stringify(refused)).not.toContain('"edits":[{"start":0');
    const kept = planned({
      ...allowed,
      survey: survey({ [path]: before }),
      wanted: given({ [path]: `${before}  b.example: {}\n` }),
    });
    expect(kept.refusals).toEqual([]);
    expect(JSON.stringify(kept.node)).not.toContain('Pl4nted');
    const reference = planned({
      ...allowed,
      wanted: given({ [path]: before.replace('Pl4nted', '$TOKEN') }),
    });
    expect(reference.refusals).toEqual([]);
  });

  test('asks what is reloaded for files of nobody knows whom', () => {
    const wanted = given({ '/opt/app.conf': 'x\n' });
    expect(planned({ wanted, allowPaths: ['/opt/*'] }).refusals[0]?.nextStep).toContain('--no-reload');
    const { node, refusals } = planned({
      wanted,
      allowPaths: ['/opt/*'],
      reload: { verb: 'restart', unit: 'app.service' },
    });
    expect(refusals).toEqual([]);
    expect(node.reload).toBe('asked');
    // units come from the one who pushes, never from a plan
    expect(node.impact).toEqual(['systemctl restart app.service, as asked']);
  });

  test('says who will have read the files before they are put in place', () => {
    expect(planned({}).notes).toEqual(['read on the node before they are put in place, by podman']);
    const crio = parseTarget('cri-o@1.33');
    if (!crio.ok) throw new Error(crio.message);
    expect(planned({ targets: [crio.target] }).notes).toEqual(['not validated on the node: cri-o']);
    expect(planned({ facts: { ...facts, versions: {}, isCopy: true } }).notes).toEqual([
      'read on the node before they are put in place, by podman, where it is there',
    ]);
  });

  test('refuses two names of one file', () => {
    const { refusals } = planned({
      survey: survey({
        [`${main}`]: 'x = 1\n',
        '/etc/containers/registries.conf.d/a.conf -> /etc/containers/registries.conf': 'x = 1\n',
      }),
      wanted: given({ [main]: '', '/etc/containers/registries.conf.d/a.conf': '' }),
    });
    expect(refusals[0]?.message).toContain('are one file');
  });

  test('has no reader on a machine without one', () => {
    expect(planned({ targets: [], wanted: mirrored }).refusals[0]?.nextStep).toContain('--target');
  });

  test('of a user who is not root lies below the home', () => {
    const rootless = { ...survey({}), user: { name: 'me', uid: 1000, home: 'home/me' } };
    const own = { ...rootless, snapshot: { ...rootless.snapshot, user: rootless.user } };
    const { node } = planned({ survey: own, machine: { ...machine, become: 'none' } });
    expect(node.destinations[0]?.path).toBe('/home/me/.config/containers/registries.conf.d/50-mirrors.conf');
  });

  test('names what its readers cannot say, and what two of them would not agree on', () => {
    const wanted = policyOf(
      'version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: cache.corp.example/hub\n        pull: tag\n',
    );
    const old = parseTarget('skopeo@1.4');
    const now = parseTarget('podman@5.4');
    if (!old.ok || !now.ok) throw new Error('no such target');
    expect(planned({ wanted, targets: [old.target] }).node.losses.length).toBeGreaterThan(0);
    const both = planned({ wanted, targets: [old.target, now.target] });
    expect(both.refusals[0]?.message).toContain('needs another text');
  });
});

describe('danger', () => {
  const registry =
    '[[registry]]\nlocation = "docker.io"\n[[registry.mirror]]\nlocation = "cache.corp.example/hub"\n';

  test('is an entry that goes', () => {
    expect(reasons({ [main]: registry }, { [main]: '' })).toContain('the entry of docker.io goes');
  });

  test('is a mirror that goes', () => {
    const without = '[[registry]]\nlocation = "docker.io"\n';
    expect(reasons({ [main]: registry }, { [main]: without })).toContain(
      'loses its mirror cache.corp.example/hub',
    );
  });

  test('is TLS that is not verified any more', () => {
    expect(reasons({ [main]: registry }, { [main]: `${registry}insecure = true\n` })).toContain(
      'without verified TLS',
    );
  });

  test('is a registry that is blocked no more', () => {
    const blocked = '[[registry]]\nlocation = "docker.io"\nblocked = true\n';
    expect(reasons({ [main]: blocked }, { [main]: blocked.replace('true', 'false') })).toContain(
      'blocked no more',
    );
  });

  test('is any change of a signature policy', () => {
    const policy = '/etc/containers/policy.json';
    expect(reasons({}, { [policy]: '{"default":[{"type":"reject"}]}\n' })).toContain('signatures');
    expect(reasons({}, { '/etc/containers/registries.d/a.yaml': 'docker: {}\n' })).toContain('signatures');
  });

  test('is a file that the runtimes do not read', () => {
    const { reasons: why } = planned({
      wanted: given({ '/opt/a': 'x' }),
      allowPaths: ['/opt/a'],
      reload: { verb: 'none' },
    });
    expect(why.join()).toContain('none of the files that the runtimes read');
  });

  test('is not an entry more', () => {
    expect(
      reasons({ [main]: registry }, { [main]: `${registry}\n[[registry]]\nlocation = "quay.io"\n` }),
    ).toBe('');
  });

  test('is more than one node', () => {
    expect(dangerOf([{ name: 'a', reasons: [] }]).severity).toBe('plain');
    expect(
      dangerOf([
        { name: 'a', reasons: [] },
        { name: 'b', reasons: ['x'] },
      ]),
    ).toEqual({
      severity: 'severe',
      reasons: ['2 nodes are changed', 'b: x'],
    });
  });
});
