import { describe, expect, it } from 'vitest';
import { defaultTarget } from '../runtimes/containers/targets.ts';
import { parseSnapshot } from '../snapshot/parse.ts';
import { rootUser } from '../snapshot/snapshot.ts';
import { lint } from './run.ts';
import { unknownKey } from './structure/unknown-key.ts';
import { lintText } from './testing/lint-text.ts';

const trailingComma = '[[registry]]\nlocation = "quay.io"\nmirror = [{ location = "c.corp.example/q", }]\n';

describe('lint', () => {
  it('says one thing once for several targets, in its worst form, and names them all', () => {
    const { findings } = lintText(trailingComma, { targets: ['podman@5.8', 'skopeo@1.9.3'] });
    const forms = findings.filter(({ code }) => code === 'MW005');
    expect(forms).toHaveLength(1);
    expect(forms[0]).toMatchObject({
      severity: 'error',
      fatal: true,
      targets: ['podman@5.8', 'skopeo@1.9.3'],
    });
  });

  it('sorts by place and completes each finding with its rule and its page', () => {
    const { findings } = lintText('zebra = 1\napple = 2\n');
    expect(findings.map(({ span }) => span.start)).toEqual([0, 10]);
    expect(findings[0]).toMatchObject({ code: 'MW110', rule: 'unknown-key', fatal: false, related: [] });
    expect(findings[0]!.docs).toMatch(/^https:\/\/.*MW110\.md$/);
  });

  it('lets the error of a broken rule through', () => {
    const snapshot = {
      files: [{ path: 'registries.conf', text: 'a = 1\n' }],
      rooted: false,
      user: rootUser,
      unreadable: [],
    };
    const broken = {
      ...unknownKey,
      check: () => {
        throw new Error('my mistake');
      },
    };
    const run = () => lint({ nodes: [parseSnapshot(snapshot)], targets: [defaultTarget], rules: [broken] });
    expect(run).toThrow('my mistake');
  });

  it('survives keys that are names of object members, and deep nesting', () => {
    const hostile = `__proto__ = 1\nconstructor = 2\ntoString = 3\nx = ${'['.repeat(10_000)}\n[aliases]\n__proto__ = 1\n`;
    expect(() => lintText(hostile)).not.toThrow();
  });

  it('takes a time that grows with the size of the file only', () => {
    const table = (i: number) =>
      `[[registry]]\nlocation = "r${i}.corp.example"\nblockd = true\n\n[[registry.mirror]]\nlocation = "m.corp.example/${i}"\n\n`;
    const text = Array.from({ length: 20_000 }, (_, i) => table(i)).join('');
    expect(lintText(text).findings.filter(({ code }) => code === 'MW110')).toHaveLength(20_000);
  });
});
