import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultTarget } from '../runtimes/containers/targets.ts';
import { groupFiles } from '../snapshot/group.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { applyFixes, type FixResult } from './fix.ts';
import { rules } from './registry.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { arbitraryMixed, arbitraryV1, arbitraryV2 } from './testing/arbitrary-conf.ts';
import { type Effective, effective } from './testing/effective.ts';

const own = rules.filter(({ meta }) => meta.family === 'syntax' || meta.family === 'structure');

function snapshotOf(text: string): Snapshot {
  return groupFiles([{ path: 'registries.conf', text }])[0]!;
}

function fix(text: string, level: 'safe' | 'review', with_: readonly Rule[] = rules): FixResult {
  return applyFixes({ nodes: [snapshotOf(text)], targets: [defaultTarget], rules: with_, level });
}

function fixed(text: string, level: 'safe' | 'review', with_: readonly Rule[] = rules): string {
  return fix(text, level, with_).nodes[0]!.files[0]!.text;
}

describe('fixing', () => {
  it.each(['safe', 'review'] as const)('%s: a second run changes nothing', (level) => {
    fc.assert(
      fc.property(fc.oneof(arbitraryV2, arbitraryV1, arbitraryMixed), (text) => {
        const once = fixed(text, level);
        expect(fixed(once, level)).toBe(once);
      }),
      { numRuns: 200 },
    );
  });

  it('never makes a reader refuse a file that it took', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryV2, arbitraryV1, arbitraryMixed), (text) => {
        if (effective(snapshotOf(text)).errors.length > 0) return;
        expect(effective(snapshotOf(fixed(text, 'safe'))).errors).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('turns version 1 into version 2 with the same effective configuration, comments kept', () => {
    fc.assert(
      fc.property(arbitraryV1, (text) => {
        const before = effective(snapshotOf(text));
        const after = fixed(text, 'safe');
        expect(effective(snapshotOf(after))).toEqual(before);
        if (before.errors.length === 0) expect(after).not.toMatch(/registries\./);
        for (const comment of text.match(/#.*/g) ?? []) expect(after).toContain(comment.trim());
      }),
      { numRuns: 200 },
    );
  });

  it('keeps all that was in force: safe fixes only add what had no effect', () => {
    fc.assert(
      fc.property(arbitraryV2, (text) => {
        const before = effective(snapshotOf(text));
        if (before.errors.length > 0) return;
        expectKept(before, effective(snapshotOf(fixed(text, 'safe'))));
      }),
      { numRuns: 200 },
    );
  });

  it('applies nothing that only a person should decide, unless asked to', () => {
    const text =
      '[[registry]]\nlocation = "quay.io"\n\n[[registry.mirror]]\nlocation = "c.corp.example"\nblocked = true\n';
    expect(fixed(text, 'safe', own)).toBe(text);
    expect(fix(text, 'review', own).applied).toMatchObject([
      { code: 'MW112', safety: 'review', path: 'registries.conf' },
    ]);
  });

  it('takes all fixes that do not touch each other in one round, and says what is left', () => {
    const text =
      'short_name_mode = "enforcing"\nzebra = 1\n\n[[registry]]\nlocation = "quay.io"\ninsecur = true\n';
    const result = fix(text, 'safe', own);
    expect(result.applied.map(({ title }) => title)).toEqual([
      'Rename short_name_mode to short-name-mode',
      'Rename insecur to insecure',
    ]);
    expect(result.changed).toHaveLength(1);
    expect(result.left.map(({ message }) => message)).toEqual(['"zebra" is not a key of the file.']);
  });

  it('ends when two fixes undo each other', () => {
    const flip = (from: string, to: string, code: 'MW098' | 'MW099'): Rule => ({
      meta: { ...own[0]!.meta, code, name: code.toLowerCase(), scope: 'document' },
      check: ({ document: { path, source } }): Iterable<RuleFinding> => {
        const start = source.text.indexOf(from);
        if (start === -1) return [];
        const span = { start, end: start + from.length };
        const edits = [{ path, span, newText: to }];
        return [{ path, span, message: 'm', why: 'w', fixes: [{ title: 't', safety: 'safe', edits }] }];
      },
    });
    const text = '[[registry]]\nlocation = "aaa.corp.example"\n';
    const result = fix(text, 'safe', [flip('aaa', 'bbb', 'MW098'), flip('bbb', 'aaa', 'MW099')]);
    expect(result.applied).toHaveLength(1);
  });
});

function expectKept(before: Effective, after: Effective): void {
  expect(after.errors).toEqual([]);
  for (const [prefix, table] of before.registries) {
    const now = after.registries.get(prefix);
    expect(now, prefix).toBeDefined();
    expect(now!.location).toBe(table.location);
    expect(locationsOf(now!.mirrors)).toEqual(expect.arrayContaining([...locationsOf(table.mirrors)]));
    for (const key of ['insecure', 'blocked', 'digestOnly'] as const) {
      if (table[key]) expect(now![key], key).toBe(true);
    }
  }
  if (before.search !== undefined) expect(after.search).toEqual(before.search);
  if (before.mode !== undefined) expect(after.mode).toBe(before.mode);
}

/** Without repetitions: one that is tried twice may go. */
function locationsOf(mirrors: readonly string[]): readonly string[] {
  return [...new Set(mirrors.map((mirror) => mirror.split(' ')[0]!))];
}
